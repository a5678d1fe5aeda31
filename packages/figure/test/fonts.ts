import type { Font, Fonts } from "../src/index.ts"

/** Fonts whose letters are boxes, and which lack every character beyond Latin: drawings with them are short. */
const boxes = (share: number): Font => ({
  has: (character) => character <= "\u00FF" || "…−“”".includes(character),
  width: (text, size) => [...text].length * share * size,
  outlines: (text, x, y, size) =>
    text.trim() === ""
      ? ""
      : `M${x.toFixed(2)} ${y}h${([...text].length * share * size).toFixed(2)}v-${size}z`,
})
export const fonts: Fonts = { regular: boxes(0.6), bold: boxes(0.7), italic: boxes(0.5) }
