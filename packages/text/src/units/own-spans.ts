import { expectUnits } from "./limits.ts"
import { segmenter } from "./segments.ts"
import type { Span } from "./span.ts"

/**
 * Returns the caller's spans.
 *
 * @throws RangeError for spans that are empty, outside the text, out of order or overlapping, or that cut a character
 */
export function ownSpans(text: string, spans: readonly Span[]): readonly Span[] {
  expectUnits(spans.length)
  const characters = segmenter("grapheme", undefined).segment(text)
  const cutsCharacter = (at: number) => at < text.length && characters.containing(at)!.index !== at
  let before = 0
  return spans.map(({ start, end }, index) => {
    const wrong = (reason: string) =>
      new RangeError(`span ${index + 1} of ${spans.length} is [${start}, ${end}): ${reason}`)
    if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end <= text.length))
      throw wrong(`the text has the places 0 to ${text.length}`)
    if (start >= end) throw wrong("a span holds at least one character")
    if (start < before)
      throw wrong(`it starts before ${before}, the end of the one before it; sort spans, without overlaps`)
    if (cutsCharacter(start) || cutsCharacter(end))
      throw wrong("it cuts a character, such as an emoji or a letter with accents")
    before = end
    return { start, end }
  })
}
