import type { ExplainFlags, ModelFlags, ModelRequest, RecipeRequest } from "../request.ts"
import { modelRequest } from "../request.ts"

/** Options of `pami evaluate` and `pami compare` that decide the maps and their values, as commander hands them over. */
export interface MethodFlags
  extends ModelFlags, Pick<ExplainFlags, "modelOutput" | "activation" | "feed" | "batch" | "maxPixels"> {
  readonly methods: readonly string[]
  readonly baselines: readonly string[]
  readonly masking: string
  readonly passes: readonly number[]
  readonly seed: number
}

/** Options of `pami evaluate`, as commander hands them over. */
export interface EvaluateFlags extends MethodFlags {
  readonly metrics: readonly string[]
  readonly limit: number | undefined
  readonly split: string | undefined
  readonly onlyCorrect: boolean | undefined
  readonly out: string
  readonly shard: string | undefined
  readonly retry: boolean | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}

/** The methods of a comparison, and how they are run. */
export interface MethodRequest {
  readonly model: ModelRequest
  /** Decides how outputs are read. */
  readonly recipe: RecipeRequest
  /** Names of methods. */
  readonly methods: readonly string[]
  /** Names of the baselines of metrics. */
  readonly baselines: readonly string[]
  /** Name of the masking operator of all methods. */
  readonly masking: string
  /** Each method runs with each of these numbers of forward passes. */
  readonly passes: readonly number[]
  readonly seed: number
}

/** The options of `pami evaluate`. */
export interface EvaluateRequest extends MethodRequest {
  readonly metrics: readonly string[]
  /** The largest number of inputs, drawn with the seed. Default: all. */
  readonly limit: number | undefined
  /** Part of the data set: `test` of VOC. */
  readonly split: string | undefined
  /** Leaves out images that the model predicts wrongly. */
  readonly onlyCorrect: boolean
  readonly folder: string
  /** Share of this process: `2/4`. Default: that of the job of an array, else all. */
  readonly shard: string | undefined
  /** Tries again what failed at an earlier start. */
  readonly retry: boolean
  readonly json: boolean
  readonly quiet: boolean
}

/** Parses the options that decide maps and their values. */
export function methodRequest(flags: MethodFlags): MethodRequest {
  const { methods, baselines, masking, passes, seed, modelOutput, activation, feed } = flags
  return {
    model: modelRequest(flags),
    recipe: {
      file: undefined,
      draft: { output: modelOutput, activation, feeds: feed },
      readOut: {},
      target: undefined,
      versus: undefined,
      // Metrics judge maps of classes.
      task: { name: "classification", boxes: undefined, region: undefined, references: undefined },
      partitions: undefined,
    },
    methods,
    baselines,
    masking,
    passes,
    seed,
  }
}

/** Parses the options of `pami evaluate`, once. */
export function evaluateRequest(flags: EvaluateFlags): EvaluateRequest {
  return {
    ...methodRequest(flags),
    metrics: flags.metrics,
    limit: flags.limit,
    split: flags.split,
    onlyCorrect: flags.onlyCorrect === true,
    folder: flags.out,
    shard: flags.shard,
    retry: flags.retry === true,
    json: flags.json === true,
    quiet: flags.quiet === true,
  }
}
