import type { InferenceSession } from "onnxruntime-node"

/** What a session opens on. */
export interface Opening {
  /** A path, or bytes. */
  readonly model: string | Uint8Array
  readonly options: InferenceSession.SessionOptions
}
