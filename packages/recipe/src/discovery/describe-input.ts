import type { InputKind } from "./recognize-input.ts"

interface Words {
  /** After "the model takes". */
  readonly name: string
  /** The way to explain it, as a sentence without a full stop. */
  readonly advice: string
}

const words: Readonly<Record<InputKind, Words>> = {
  image: { name: "images", advice: "Give an image: PNG, JPEG, WebP or TIFF" },
  series: {
    name: "series or sound",
    advice: "Give a sound (WAV, FLAC, MP3), or numbers over time (CSV, .npy)",
  },
  table: { name: "rows of a table", advice: "Give a table: CSV, JSON rows or .npy" },
  volume: { name: "volumes", advice: "Give a volume: NIfTI or .npy" },
  text: {
    name: "text",
    advice: "Give a text: a file (.txt), or the words themselves",
  },
  video: {
    name: "video",
    advice:
      "`explain` of @pami/core takes it, with an input of your own (`denseInput`) whose units are frames and pixels",
  },
}

/** Returns a kind of input in words: `rows of a table`. */
export function nameInput(kind: InputKind): string {
  return words[kind].name
}

/** Returns the way to explain a model that takes that kind of input. */
export function adviceFor(kind: InputKind): string {
  return words[kind].advice
}
