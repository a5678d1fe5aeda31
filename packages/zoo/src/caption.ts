import { type KindName, kinds } from "./kinds/index.ts"
import type { Scene } from "./scene.ts"

/** Names of colours, and the end of the hues of each in turns; the rest of the circle is red again. */
const hues = [
  ["red", 0.045],
  ["orange", 0.115],
  ["yellow", 0.195],
  ["green", 0.44],
  ["blue", 0.7],
  ["purple", 0.83],
  ["pink", 0.955],
] as const

/** Names of the colours of objects in captions. */
export const captionColours = hues.map(([name]) => name)

/** Name of a colour. */
export type ColourName = (typeof hues)[number][0]

/** The words of captions, by their number; 0 fills the end of a short caption, 1 stands for every other word. */
export const captionWords: readonly string[] = [
  "[PAD]",
  "[UNK]",
  "a",
  "an",
  "nothing",
  "something",
  ...captionColours,
  ...new Set(kinds.flatMap((kind) => kind.split(" "))),
]

/** Number of words that the text encoder takes. */
export const captionLength = 5

/** Returns the caption of an object: `"a red butterfly"`, without a colour `"a butterfly"`, without a kind `"something red"`. */
export function captionOf(kind: KindName | undefined, colour?: ColourName): string {
  if (kind === undefined) return colour === undefined ? "something" : `something ${colour}`
  const words = colour === undefined ? kind : `${colour} ${kind}`
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`
}

/**
 * Returns the numbers of the words of a caption, `[captionLength]`, in lower case and without punctuation.
 *
 * @throws RangeError if the caption has more words
 */
export function captionTokens(caption: string): number[] {
  const words = caption.toLowerCase().match(/[a-z]+/g) ?? []
  if (words.length > captionLength)
    throw new RangeError(`a caption has at most ${captionLength} words, got ${words.length}: "${caption}"`)
  return Array.from({ length: captionLength }, (_, index) => {
    if (index >= words.length) return 0
    const known = captionWords.indexOf(words[index])
    return known < 0 ? 1 : known
  })
}

/**
 * Returns the colour of each object of a scene: the hue of at least half of its colourful pixels, or undefined if none is
 * as frequent, or a quarter of its pixels is not colourful.
 */
export function coloursOf({
  pixels,
  owner,
  objects,
}: Pick<Scene, "pixels" | "owner"> & {
  readonly objects: { readonly length: number }
}): (ColourName | undefined)[] {
  const counts = Array.from({ length: objects.length }, () => new Float64Array(hues.length))
  const areas = new Float64Array(objects.length)
  for (let unit = 0; unit < owner.length; unit++) {
    const object = owner[unit] - 1
    if (object < 0) continue
    areas[object]++
    const hue = hueOf(pixels[3 * unit], pixels[3 * unit + 1], pixels[3 * unit + 2])
    if (hue === undefined) continue
    const found = hues.findIndex(([, end]) => hue < end)
    counts[object][found < 0 ? 0 : found]++
  }
  return counts.map((row, object) => {
    const colourful = row.reduce((sum, count) => sum + count, 0)
    const most = Math.max(...row)
    return colourful > 0.25 * areas[object] && most >= 0.5 * colourful
      ? hues[row.indexOf(most)][0]
      : undefined
  })
}

/** Returns the hue of a colour in turns, or undefined for one that is nearly grey. */
function hueOf(red: number, green: number, blue: number): number | undefined {
  const high = Math.max(red, green, blue)
  const low = Math.min(red, green, blue)
  const range = high - low
  if (range < 64) return undefined
  const sector =
    high === red
      ? (green - blue) / range
      : high === green
        ? 2 + (blue - red) / range
        : 4 + (red - green) / range
  return (sector < 0 ? sector + 6 : sector) / 6
}
