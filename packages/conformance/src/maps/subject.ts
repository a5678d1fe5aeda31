import type { Backend, BackendFixtures, Input, Model, Partitioner, Target, TargetId } from "@pami/core"

/** A case to compare backends on: a model, an input, and the settings of the explanation. */
export interface Subject {
  /** Name of the model, for tables. */
  readonly model: string
  /** Name of the subject, unique in a comparison: `"scenes/sliding-window-corrected"`. */
  readonly name: string
  /**
   * Loads the model, or several that it connects.
   *
   * @param fixtures the models of the zoo, if the backend reads neither of the formats of the suite
   */
  readonly open: (backend: Backend, fixtures?: BackendFixtures) => Promise<Model>
  /** Returns the input, in the shape that the model declares. */
  readonly input: (model: Model) => Input | Promise<Input>
  /** The target, or a function that makes it from the loaded model and the input. */
  readonly target: Target | ((model: Model, input: Input) => Promise<Target>)
  /** Default: a sliding window with one window per pass. */
  readonly partitioner?: Partitioner
  /** Number of forward passes. Default: `passes` of the comparison. */
  readonly passes?: number
  /** Returns the truth. Default: the result of the first backend that can run the model. */
  readonly truth?: () => Promise<Truth>
}

/** The expected result of a subject. */
export interface Truth {
  /** The target of the map. */
  readonly target: TargetId
  /** Scores of all passes, `[passes, targets]`. */
  readonly scores: Float32Array
  /** The map of the target, `[...units]`. */
  readonly map: Float32Array
  /** Digest of all parts and the variants that they belong to, in order. */
  readonly partitions: string
  /** Codes of the findings of the preflight. Default: none. */
  readonly findings?: readonly string[]
  /** Accepted digests of the input, one for each layout; absent if unknown. */
  readonly inputs?: readonly string[]
}
