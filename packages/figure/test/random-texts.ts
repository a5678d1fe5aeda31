import { random } from "@pami/core/tensor"
import type { TextOptions, TextSpan } from "../src/index.ts"

// Letters of many scripts, accents that follow letters, emoji of several code points and halves of them, line ends, marks that
// turn the direction of text, control characters, and the letters of XML.
const stretches = [
  [..."aAzé ß1.,;:!?-—…'\"<>&()[]{}|`\\/"],
  ["the", "word", "film", "b\u0301", "x\u0302\u0323"],
  ["שלום", "قطة", "日本", "한국", "ไทย", "नमस्ते", "ﷺ", "١٢٣"],
  ["😀", "👨‍👩‍👧", "👍🏽", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\u200D", "\uFE0F", "\u0301", "\uD83D", "\uDE00"],
  [" ", " ", " ", "\n", "\r\n", "\r", "\t", "\u00A0", "\u2028", "\u3000"],
  [
    "\0",
    "\u0007",
    "\u001B[31m",
    "\u009B2J",
    "\u007F",
    "\u202E",
    "\u2066",
    "\u200B",
    "\uFEFF",
    "\uFFFF",
    "\uE000",
  ],
].flat()

/** Returns an explanation of two random texts, each with units at random places; the same for the same seed. */
export function randomTexts(seed: number): TextOptions {
  const next = random(seed)
  const below = (count: number) => Math.floor(next() * count)
  const text = (length: number) => Array.from({ length }, () => stretches[below(stretches.length)]).join("")
  const spans = ({ length }: string) => {
    const found: TextSpan[] = []
    for (let at = below(4); at < length; at += below(5)) {
      const end = Math.min(length, at + below(9))
      found.push({ start: at, end })
      at = end
    }
    return found
  }
  const texts = [text(below(60)), text(1 + below(20))].map((one, index) => {
    const shown = { start: 0, end: below(2 * one.length + 1) }
    return {
      name: `text ${index}`,
      text: one,
      units: spans(one),
      ...(shown.end <= one.length ? { shown } : {}),
    }
  })
  const count = texts.reduce((sum, { units }) => sum + units.length, 0)
  const map = () => Float32Array.from({ length: count }, () => (next() < 0.1 ? NaN : next() - 0.3))
  const targets = [
    { label: text(5), score: next(), map: map() },
    { label: "b", versus: text(3), map: map() },
  ]
  return {
    texts,
    targets,
    title: text(9),
    subtitle: text(4),
    scoreScale: { unit: "probability" },
    footer: [text(30)],
  }
}

/** Returns a text as HTML keeps it: null characters and halves of characters are replaced. */
export function kept(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, "\uFFFD")
}
