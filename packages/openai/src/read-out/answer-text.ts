import type { AnswerExplanation } from "../explain/answer-explanation.ts"
import { notableSources, plain, scoreName, signed } from "./notable.ts"

/** Options of {@link answerText}. */
export interface AnswerTextOptions {
  /** Colours for a terminal. Default false. */
  readonly color?: boolean
  /** Most sources of each part of the answer. Default 3. */
  readonly sources?: number
  /** Characters of a line. Default 80. */
  readonly width?: number
}

const barLength = 8

/**
 * Returns an answer and its sources as lines of text: for each part of the answer, the sources with the largest effects, with
 * the place where they start.
 *
 * @example
 * console.log(answerText(explanation).includes("Anna's key is in the hall.")) // true
 */
export function answerText(
  result: AnswerExplanation,
  { color = false, sources = 3, width = 80 }: AnswerTextOptions = {},
): string {
  const paint = (code: number, text: string) => (color ? `\u001B[${code}m${text}\u001B[0m` : text)
  const lines: string[] = []
  if (result.question !== undefined) lines.push(paint(2, "Question"), `  ${visible(result.question)}`)
  const name = scoreName(result)
  for (const [index, part] of result.parts.entries()) {
    const found = notableSources(result, part.id, sources)
    const largest = Math.abs(found[0]?.importance ?? 0)
    lines.push(
      ...(lines.length > 0 ? [""] : []),
      paint(2, index === 0 ? "Answer" : `Span ${part.start} to ${part.end}`),
      `  ${paint(1, visible(part.text))}`,
      paint(2, `  ${name} ${plain(part.score)}, without the context ${plain(part.baseline)}`),
      ...found.map(({ importance, name: document, start, text }) => {
        const bar = "█".repeat(Math.max(1, Math.round((barLength * Math.abs(importance)) / largest)))
        // Blue and yellow differ for all kinds of colour blindness; the sign says the same.
        const colored = paint(importance > 0 ? 34 : 33, bar.padEnd(barLength))
        const place = `${visible(document)}:${start}`
        const head = `  ${signed(importance).padStart(6)} ${colored} ${place}  `
        const room = Math.max(20, width - (2 + 6 + 1 + barLength + 1 + place.length + 2))
        return head + shortened(visible(text), room)
      }),
      ...(found.length === 0 ? ["  no sentence of the context has an effect"] : []),
    )
  }
  return `${lines.join("\n")}\n`
}

/** Returns a text in one line, without characters that move the cursor or change its direction. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, "")
}

function shortened(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`
}
