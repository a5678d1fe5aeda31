import type { Interruption } from "./interruptions.ts"

/** What the thread that works is given at its start. */
export interface WorkData {
  readonly args: readonly string[]
  readonly terminal: boolean
}

/** What it is sent: to stop. */
export interface StopMessage {
  readonly stop: Interruption
}

/** What it sends. */
export type WorkMessage =
  | { readonly kind: "stdout"; readonly text: string }
  | { readonly kind: "stderr"; readonly text: string }
  | { readonly kind: "line"; readonly text: string | undefined }
  | { readonly kind: "unsaved"; readonly unsaved: boolean }
  | { readonly kind: "done"; readonly status: number }
