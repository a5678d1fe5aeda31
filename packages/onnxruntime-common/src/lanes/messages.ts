import type { Tensor, Tensors } from "@pami/core"
import type { InferenceSession } from "onnxruntime-common"

/** What a lane is asked, whose sessions open on an `Opening`. `session` is a number that the asking side has given. */
export type LaneRequest<Opening> =
  | { readonly kind: "open"; readonly session: number; readonly opening: Opening }
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
export interface LaneAnswers {
  readonly open: SessionFacts
  readonly run: { readonly outputs: Tensors; readonly feeds: Readonly<Record<string, Tensor>> }
  readonly release: undefined
}

/** A request, as it goes to the lane's thread. */
export interface LaneMessage<Opening> {
  readonly job: number
  readonly request: LaneRequest<Opening>
}

/** An answer, or in its place the words of the runtime's error: its class does not survive the way between threads. */
export type LaneReply = { readonly job: number } & (
  | { readonly answer: LaneAnswers[keyof LaneAnswers] }
  | { readonly error: string }
)
