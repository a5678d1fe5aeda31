import type { InferenceSession } from "onnxruntime-node"

/** Everything that opens a session. */
export interface Opening {
  /** A path, or bytes. */
  readonly model: string | Uint8Array
  readonly options: InferenceSession.SessionOptions
}
