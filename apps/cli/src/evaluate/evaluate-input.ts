import { explain, isPamiError } from "@pami/core"
import type { Input, Method, Model, Signal, Target, TargetId } from "@pami/core"
import { evaluator } from "@pami/evaluation"
import type { Metric, Result, Subject, Truth } from "@pami/evaluation"
import type { Labels } from "@pami/image"
import type { ResultLine } from "@pami/runs"
import { describeError } from "../exit-status.ts"

/** A method of an evaluation. */
export interface EvaluatedMethod {
  /** Name in the results: `lime`, and `lime@300` if it runs with several numbers of passes. */
  readonly name: string
  readonly method: Method
  /** The largest number of forward passes. */
  readonly passes: number
}

/** One input of an evaluation, prepared. */
export interface InputTask {
  /** Name of the input in the results. */
  readonly name: string
  readonly model: Model
  /** The input over the masking operator of the methods. */
  readonly input: Input
  /** Slightly changed versions of the input, for metrics that compare their maps. */
  readonly changed?: readonly Input[] | undefined
  /** The same input over each baseline of the metrics, by name. At least one. */
  readonly baselines: Readonly<Record<string, Input>>
  /** Keeps the scores of the explained class and of the runner-up. */
  readonly target: Target
  /** Returns the target that keeps the score of one class, for the maps of other models and inputs. */
  readonly classTarget: (id: TargetId) => Target
  /** The model with its weights shuffled, for metrics that compare its maps. */
  readonly randomised?: Model | undefined
  /** Names of the classes. */
  readonly labels: Labels | undefined
  /** The explained class, and the other one whose map is compared, if any. Known once the model has seen the input. */
  readonly classes: () => { readonly explained: TargetId; readonly other?: TargetId | undefined }
  readonly methods: readonly EvaluatedMethod[]
  readonly metrics: readonly Metric[]
  /** Returns the place of the object, once the class is known. */
  readonly truth: () => Promise<Truth | undefined>
  readonly batch: number | "auto"
  readonly signal: Signal
  /** Called before each method and before the metrics. */
  readonly onStep?: (step: string) => void
}

/** A map of a method. */
export interface NamedMap {
  /** Of the method. */
  readonly name: string
  readonly map: Float32Array
  /** Number of forward passes that were spent. */
  readonly passes: number
}

/**
 * Explains one input by all methods, and judges their maps by all metrics: in common batches.
 *
 * @returns the maps, and a line for each method and metric; a method that fails has one line with its error
 * @throws PamiError `ABORTED`, and errors of the model for the input itself
 */
export async function evaluateInput(
  task: InputTask,
): Promise<{ readonly maps: readonly NamedMap[]; readonly lines: readonly ResultLine[] }> {
  const { name: input, model, target, metrics, batch, signal, onStep = () => {} } = task
  const judge = await evaluator({ model, baselines: task.baselines, target, batch, signal })
  try {
    const { explained, other } = task.classes()
    // The map of another class is read only where a metric compares it.
    const compared = metrics.some(({ needs }) => needs.includes("other-map")) ? other : undefined
    const lines: ResultLine[] = []
    const maps: (NamedMap & Pick<Subject, "otherMap" | "randomisedMap" | "changedMaps">)[] = []
    for (const { name, method, passes } of task.methods) {
      onStep(name)
      try {
        const { partitioner } = method
        const common = { model, input: task.input, target, partitioner, passes, batch, signal }
        const explanation = await explain(common)
        const mapOf = async (other: Partial<typeof common>) =>
          method.read(await explain({ ...common, ...other }), explained)
        const map = method.read(explanation, explained)
        maps.push({
          name,
          map,
          passes: explanation.passes,
          ...(compared === undefined ? {} : { otherMap: method.read(explanation, compared) }),
          ...(task.randomised && {
            randomisedMap: await mapOf({ model: task.randomised, target: task.classTarget(explained) }),
          }),
          ...(task.changed && {
            changedMaps: await inTurn(task.changed, (input) =>
              mapOf({ input, target: task.classTarget(explained) }),
            ),
          }),
        })
      } catch (error) {
        if (isPamiError(error) && error.code === "ABORTED") throw error
        lines.push({ input, method: name, error: describeError(error) })
      }
    }
    onStep("metrics")
    const truth = await task.truth()
    const results = await judge.evaluate(
      maps.map((map) => ({ ...map, target: explained, ...(truth === undefined ? {} : { truth }) })),
      metrics,
    )
    for (const { map, metric, value, curve, reason } of results)
      lines.push({
        input,
        method: map,
        metric,
        ...(value === null ? without(reason!) : { value }),
        ...(curve === undefined
          ? {}
          : { curve: { shares: rounded(curve.shares), scores: rounded(curve.scores) } }),
        class: explained,
        ...labelOf(explained, task.labels),
      })
    return { maps, lines }
  } finally {
    judge.close()
  }
}

async function inTurn<From, To>(items: readonly From[], make: (item: From) => Promise<To>): Promise<To[]> {
  const made: To[] = []
  for (const item of items) made.push(await make(item))
  return made
}

function labelOf(id: TargetId, labels: Labels | undefined): { readonly label?: string } {
  const label = typeof id === "number" ? labels?.[id] : undefined
  return label ? { label } : {}
}

/** Returns the reason for a missing value: evidence that the data set does not have is not an error. */
function without(reason: NonNullable<Result["reason"]>): Pick<ResultLine, "error" | "skipped"> {
  return reason.code === "OUTPUT_NOT_FINITE" || reason.code === "MAP_INVALID"
    ? { error: reason }
    : { skipped: reason }
}

// Charts show no more digits; the value of a metric keeps all.
function rounded(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toPrecision(4)))
}
