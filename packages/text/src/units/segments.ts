import { expectUnits } from "./limits.ts"
import { isBlank, trimmed } from "./span.ts"
import type { Span } from "./span.ts"

/** Yields the words or sentences of a text, each as a span without white space at its ends. */
export function segmentsOf(
  text: string,
  granularity: "word" | "sentence",
  language: string | undefined,
): readonly Span[] {
  const spans: Span[] = []
  for (const { segment, index } of segmenter(granularity, language).segment(text)) {
    if (isBlank(segment)) continue
    const span = trimmed(text, index, index + segment.length)
    if (span) spans.push(span)
    expectUnits(spans.length)
  }
  return spans
}

const segmenters = new Map<string, Intl.Segmenter>()
// A segmenter takes up to a millisecond to make. People explain texts of few languages.
const mostSegmenters = 30

/** Returns the segmenter of a language. The default is the same on every machine. */
export function segmenter(
  granularity: "word" | "sentence" | "grapheme",
  language: string | undefined,
): Intl.Segmenter {
  const key = `${granularity} ${language}`
  const known = segmenters.get(key)
  if (known !== undefined) return known
  if (language !== undefined && !isLanguage(language))
    throw new RangeError(`language is a tag such as "en", "zh" or "th"; got ${JSON.stringify(language)}`)
  const made = new Intl.Segmenter(language ?? "en", { granularity })
  if (segmenters.size >= mostSegmenters) segmenters.clear()
  segmenters.set(key, made)
  return made
}

const languages = new Intl.DisplayNames("en", { type: "language", fallback: "none" })

/** Returns whether a tag begins with a language that has a name: a segmenter takes any, and cuts as for none in particular. */
function isLanguage(tag: string): boolean {
  try {
    return languages.of(new Intl.Locale(tag).language) !== undefined
  } catch {
    return false
  }
}
