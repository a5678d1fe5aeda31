import type { Tensors } from "@pami/core"
import type { OnnxModel } from "./read-model.ts"

/** The runtime, as the other files use it: one call at a time. */
export interface Runtime {
  /** Devices that models can run on, the default first; users choose one as `my-backend:cpu`. */
  readonly devices: readonly string[]
  /** Items per run at which the runtime is fastest: measure it. */
  readonly fastestBatch: number
  /** Returns whether the runtime has an operator: `Conv`; outside ONNX's own domain with the domain, `com.microsoft:Gelu`. */
  has(operator: string): boolean
  /**
   * Imports and starts the runtime, unless it has started, and returns its version. Rejects if the runtime does not work
   * here, with the reason and what to do about it.
   */
  start(device: string): Promise<string>
  /** Opens a model. Called after `start`. */
  open(model: OnnxModel, device: string): Promise<Session>
}

/** A model that the runtime has loaded. */
export interface Session {
  /** Returns the outputs by name, in arrays that nothing else writes to. The feeds are checked; do not change them. */
  run(feeds: Tensors): Promise<Tensors>
  /** Frees the runtime's memory. Called once, after the last run. */
  release(): Promise<void>
}
