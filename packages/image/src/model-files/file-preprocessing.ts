import type { Finding } from "@pami/core"
import type { Size } from "../picture.ts"
import type { Preprocessing } from "../preprocessing.ts"

/** The preprocessing in a file: all but the layout, which is the model's. */
export interface FilePreprocessing extends Omit<
  Preprocessing,
  "name" | "padColor" | "layout" | "channels" | "mean" | "std"
> {
  readonly channels: Preprocessing["channels"]
  /** One number serves every channel. */
  readonly mean: readonly number[] | number
  readonly std: readonly number[] | number
  readonly findings?: readonly Finding[]
}

/** Facts about the model, for reading a file. */
export interface ModelForm {
  /** The size of the model's input, where a person or the model says it: taken where the file says none. */
  readonly size: Size | undefined
  /** Whether the model's input has one channel. */
  readonly grey: boolean
}

/** Returns a finding on something in a file that may not mean what it says. */
export function doubtful(message: string, fix: string): Finding {
  return { code: "PRESET_DOUBTFUL", level: "warning", message, fix }
}
