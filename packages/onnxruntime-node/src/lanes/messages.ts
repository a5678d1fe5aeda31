import type { Tensor, Tensors } from "@pami/core"
import type { InferenceSession } from "onnxruntime-node"

/** What a lane is asked. `session` is a number that the asking side has given. */
export type Request =
  | {
      readonly kind: "create"
      readonly session: number
      /** A path, or bytes. */
      readonly model: string | Uint8Array
      readonly options: InferenceSession.SessionOptions
    }
  | {
      readonly kind: "run"
      readonly session: number
      readonly feeds: Readonly<Record<string, Tensor>>
      readonly outputs: readonly string[]
    }
  | { readonly kind: "release"; readonly session: number }

/** What a session tells of itself once it is there. */
export type SessionFacts = Pick<InferenceSession, "inputMetadata" | "outputMetadata" | "outputNames">

/** What a lane answers to each request. Feeds come back with the outputs, for their memory to be used again. */
export interface Answers {
  readonly create: SessionFacts
  readonly run: { readonly outputs: Tensors; readonly feeds: Readonly<Record<string, Tensor>> }
  readonly release: undefined
}

/** An answer, or in its place the words of the runtime's error: its class does not survive the way between threads. */
export type Reply = { readonly job: number } & (
  | { readonly answer: Answers[keyof Answers] }
  | { readonly error: string }
)

/** What a lane starts with. */
export interface LaneData {
  /** Shared by both sides: see {@link Gate}. */
  readonly gate: Int32Array<SharedArrayBuffer>
}

/**
 * Where in the gate is what: how many requests are being worked at, and whether the process is ending. A thread that is
 * ended inside the runtime takes the process down with it, so that no more is begun and what was begun is waited for.
 */
export const Gate = { atWork: 0, closed: 1 } as const
