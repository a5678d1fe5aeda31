import { splitText } from "@pami/text"
import type { Span } from "@pami/text"

/** Returns 1 for each word of a text that lies in one of the spans, else 0. */
export function wordsIn(text: string, spans: readonly Span[]): Uint8Array {
  return Uint8Array.from(splitText(text), (word) =>
    spans.some(({ start, end }) => word.start >= start && word.end <= end) ? 1 : 0,
  )
}
