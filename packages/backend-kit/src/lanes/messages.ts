import type { Tensor, Tensors } from "@pami/core"

/** Feeds of a run: tensors of numbers, by the names of the model's inputs. */
export type LaneFeeds = Readonly<Record<string, Tensor>>

/** A model that a runtime has opened. */
export interface Session<Facts> {
  /** Facts of the runtime about the model; plain data, which can be posted between threads. */
  readonly facts: Facts
  /**
   * Runs the model on one batch.
   *
   * @param outputs names of the outputs to return
   */
  run(feeds: LaneFeeds, outputs: readonly string[]): Promise<Tensors>
  /** Frees the runtime's memory. Called once, after the last run. */
  release(): Promise<void>
}

/** A request to a lane, which opens sessions on an `Opening`. `session` is the number that the lane returned for it. */
export type LaneRequest<Opening> =
  | { readonly kind: "open"; readonly opening: Opening }
  | {
      readonly kind: "run"
      readonly session: number
      readonly feeds: LaneFeeds
      readonly outputs: readonly string[]
    }
  | { readonly kind: "release"; readonly session: number }

/** The answer to each kind of request. Feeds come back with the outputs, so that their memory can be reused. */
export interface LaneAnswers<Facts> {
  readonly open: { readonly session: number; readonly facts: Facts }
  readonly run: { readonly outputs: Tensors; readonly feeds: LaneFeeds }
  readonly release: undefined
}

/** A request on its way to the lane's thread. */
export interface LaneMessage<Opening> {
  readonly job: number
  readonly request: LaneRequest<Opening>
}

/** The answer from the lane's thread, or the error's message: the class of an error is lost between threads. */
export type LaneReply<Facts> = { readonly job: number } & (
  | { readonly answer: LaneAnswers<Facts>[keyof LaneAnswers<Facts>] }
  | { readonly error: string }
)
