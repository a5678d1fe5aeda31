import { splitText } from "@pami/text"
import type { Span } from "@pami/text"
import { apiError } from "../server/api-error.ts"

/** A word of the given answer. */
export interface MatchedWord extends Span {
  readonly text: string
  /** The same word in the new answer. */
  readonly match: Span | undefined
}

// The comparison takes time and memory of their product.
const mostWords = 3_000

/**
 * Returns the words of the given answer, each with its counterpart in a new answer: those of a longest common subsequence,
 * compared without regard to case.
 *
 * @throws PamiError `ANSWER_TOO_LONG` for more than 3,000 words
 */
export function matchWords(given: string, written: string): MatchedWord[] {
  const ours = splitText(given, { units: "words" })
  if (ours.length > mostWords)
    throw apiError(
      "ANSWER_TOO_LONG",
      `the answer has ${ours.length} words; without log-probabilities of a given answer up to ${mostWords} are compared. Explain a part of it.`,
    )
  const theirs = splitText(written, { units: "words" }).slice(0, mostWords)
  const normal = (text: string, spans: readonly Span[]) =>
    spans.map(({ start, end }) => text.slice(start, end).normalize("NFKC").toLowerCase())
  const [a, b] = [normal(given, ours), normal(written, theirs)]
  const width = b.length + 1
  // Length of the longest common subsequence of what follows, `[given, written]`.
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
  const matches: (Span | undefined)[] = ours.map(() => undefined)
  for (let i = 0, j = 0; i < a.length && j < b.length;)
    if (a[i] === b[j]) matches[i++] = theirs[j++]
    else if (lengths[i * width + j + 1] >= lengths[(i + 1) * width + j]) j++
    else i++
  return ours.map((span, i) => ({ ...span, text: given.slice(span.start, span.end), match: matches[i] }))
}
