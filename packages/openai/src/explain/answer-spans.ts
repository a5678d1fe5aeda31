import { splitText } from "@pami/text"
import type { Span } from "@pami/text"
import type { ScoringName } from "../contracts/scoring-name.ts"
import type { Piece } from "../scoring/scoring.ts"

/** A part of the answer that is explained: the whole, or a span of it. */
export interface AnswerPart extends Span {
  /** `"answer"`, or for a span its start and end: `"17-42"`. */
  readonly id: string
  readonly text: string
}

/** Spans of the answer that are explained beside the whole: its sentences, its words, those that are given, or none. */
export type AnswerSpans = "sentences" | "words" | "none" | readonly Span[]

/**
 * Returns the whole answer, then the chosen spans. A single sentence is the answer itself.
 *
 * @throws RangeError for a span outside the answer or without a character
 */
export function answerParts(answer: string, spans: AnswerSpans): readonly [AnswerPart, ...AnswerPart[]] {
  const chosen =
    spans === "none" ? [] : typeof spans === "string" ? splitText(answer, { units: spans }) : spans
  const isWhole = ({ start, end }: Span) => answer.slice(start, end).trim() === answer.trim()
  const parts = chosen
    .filter((span) => typeof spans !== "string" || !isWhole(span))
    .map(({ start, end }) => {
      const isInside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end <= answer.length
      if (!isInside || answer.slice(start, end).trim() === "")
        throw new RangeError(
          `a span of the answer is from 0 to ${answer.length} and has at least one character; got ${start} to ${end}`,
        )
      return { id: `${start}-${end}`, start, end, text: answer.slice(start, end) }
    })
  const unique = [...new Map(parts.map((part) => [part.id, part])).values()]
  return [{ id: "answer", start: 0, end: answer.length, text: answer }, ...unique]
}

/**
 * Returns the score of each part: the sum of the log-probabilities of its tokens, or the share of its words that are repeated. A
 * token belongs to the span with its first visible character.
 */
export function scoreParts(
  pieces: readonly Piece[],
  parts: readonly Span[],
  answer: string,
  scoring: ScoringName,
): number[] {
  const places = pieces.map(([start, end]) => {
    const space = answer.slice(start, end).search(/\S/u)
    return space < 0 ? start : start + space
  })
  return parts.map(({ start, end }) => {
    let [sum, count] = [0, 0]
    for (const [index, place] of places.entries()) {
      if (place < start || place >= end) continue
      sum += pieces[index][2]
      count++
    }
    return scoring === "similarity" ? (count > 0 ? sum / count : 0) : sum
  })
}
