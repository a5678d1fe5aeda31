import type { Settings } from "@pami/core"

/** Temporary, until the first version of @pami/text. */
export interface Tokenizer {
  readonly name: string
  readonly settings: Settings
  readonly maskToken?: string
  readonly unknownToken?: string
  readonly padId: number
  readonly maxLength?: number
  encode(text: string): readonly number[]
  wrap(texts: readonly (readonly number[])[]): { ids: number[]; types: number[] }
  decode(ids: readonly number[]): string
  piece(id: number): string
  readonly size: number
}

export function splitText(text: string): readonly { start: number; end: number }[] {
  return [...new Intl.Segmenter("en", { granularity: "word" }).segment(text)].flatMap(({ segment, index }) =>
    segment.trim() === "" ? [] : [{ start: index, end: index + segment.length }],
  )
}
