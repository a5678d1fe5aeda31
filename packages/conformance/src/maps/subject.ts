import type {
  Backend,
  BackendFixtures,
  Input,
  Model,
  ModelSource,
  Partitioner,
  Target,
  TargetId,
} from "@pami/core"

/** Something that backends are compared on: a model, an input, and how it is explained. */
export interface Subject {
  /** Of the model, as tables show it. */
  readonly model: string
  /** Of the subject, unique among those of one comparison: `"scenes/sliding-window-corrected"`. */
  readonly name: string
  /** The model, or the model in a format that the backend reads. */
  readonly source:
    | ModelSource
    | ((backend: Backend, fixtures?: BackendFixtures) => ModelSource | Promise<ModelSource>)
  /** The input, in the shape that the model declares. */
  readonly input: (model: Model) => Input | Promise<Input>
  /** The explained target, or a function that makes it of the loaded model and the input. */
  readonly target: Target | ((model: Model, input: Input) => Promise<Target>)
  /** Default: a sliding window with as many windows as there are passes. */
  readonly partitioner?: Partitioner
  /** Forward passes. Default: as the comparison says. */
  readonly passes?: number
  /** What is right. Default: what the first backend gives that can load the model. */
  readonly truth?: () => Promise<Truth>
}

/** What a subject should come to. */
export interface Truth {
  /** The target of the map. */
  readonly target: TargetId
  /** Scores of every pass, `[passes, targets]`. */
  readonly scores: Float32Array
  /** The map of the target, `[...units]`. */
  readonly map: Float32Array
  /** Digest of all parts, in order, and of the copies that they are of. */
  readonly partitions: string
  /** Codes of what the look before the sweep found. Default: nothing. */
  readonly findings?: readonly string[]
  /** Digests that the input may have, one for each layout; absent where that is not known. */
  readonly inputs?: readonly string[]
}
