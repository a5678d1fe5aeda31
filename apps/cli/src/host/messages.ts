import type { TerminalColors } from "@pami/figure"
import type { Interruption } from "./interruptions.ts"

/** Start data of the working thread. */
export interface WorkData {
  readonly args: readonly string[]
  readonly terminal: boolean
  /** The colours of stdout. */
  readonly colors: TerminalColors
}

/** The message that stops it. */
export interface StopMessage {
  readonly stop: Interruption
}

/** Messages of the working thread. */
export type WorkMessage =
  | { readonly kind: "stdout"; readonly text: string }
  | { readonly kind: "stderr"; readonly text: string }
  | { readonly kind: "line"; readonly text: string | undefined }
  | { readonly kind: "unsaved"; readonly unsaved: boolean }
  | { readonly kind: "done"; readonly status: number }
