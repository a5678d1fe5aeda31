import type { Tensors } from "@pami/core"
import type { OnnxFile } from "./onnx-file.ts"

/** What the other files ask of the runtime, one thing at a time. */
export interface Runtime {
  /** What models can run on, the default first; a person chooses one as `my-backend:cpu`. */
  readonly devices: readonly string[]
  /** Items per run at which it is fastest: measure it. */
  readonly fastestBatch: number
  /** Whether it has an operator: `Conv`; outside of ONNX's own with its domain, `com.microsoft:Gelu`. */
  has(operator: string): boolean
  /**
   * Imports and starts it, unless it is started, and gives its version. Rejects where it does not work here, with the
   * reason and what to do about it.
   */
  start(device: string): Promise<string>
  /** Gives it a model. It is started. */
  open(model: OnnxFile, device: string): Promise<Session>
}

/** A model that the runtime has loaded. */
export interface Session {
  /** The outputs, by name, in arrays that nobody else writes to. The feeds are checked, and only to be read. */
  run(feeds: Tensors): Promise<Tensors>
  /** Frees what the runtime holds. Called once, after the last run has ended. */
  release(): Promise<void>
}
