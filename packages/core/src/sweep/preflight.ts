import type { Model } from "../contracts/backend.ts"
import { type Finding, warning } from "../contracts/finding.ts"
import type { BatchWriter, Input } from "../contracts/input.ts"
import type { BoundTarget, Target } from "../contracts/target.ts"
import { isPamiError, messageOf, PamiError } from "../error.ts"
import { nextTurn } from "../event-loop.ts"
import { countUnits, everything, nothing } from "../partitions/parts.ts"
import type { Part } from "../contracts/partition.ts"
import type { Tensors } from "../contracts/tensor.ts"
import { declaredBatch } from "./batch-size.ts"
import type { Batch } from "./batch-size.ts"
import { checkBatch } from "./check-batch.ts"
import { checkRepeat } from "./check-repeat.ts"
import { itemOutputs } from "./item-outputs.ts"
import { runProbes } from "./probes.ts"

/** The result of the checks before a sweep. */
export interface Preflight {
  /** The target, bound to the outputs of the model. */
  readonly bound: BoundTarget
  /** Scores of the fully masked input, `[targets]`. */
  readonly baseline: Float64Array
  /** Findings of model, input, target and checks. */
  readonly findings: readonly Finding[]
  /** The number of items of one run. */
  readonly batch: Batch
}

/** Options of {@link preflight}. */
export interface PreflightOptions {
  /**
   * A writer of the input with as many slots as the largest of `batches`, for a caller that uses it again. Default: opens
   * and closes its own.
   */
  readonly writer?: BatchWriter
  /** Sizes of the batches to check: an item must score as it does alone. Default: 2. */
  readonly batches?: readonly number[]
  /** Called before every run. May throw to stop. */
  readonly beforeRun?: () => void
}

/**
 * Checks a model, an input and a target before a sweep. Runs the model on the input, on its baseline, and on the input
 * again; on artificial inputs if the target asks for them; then on input and baseline in a batch of each size. This shows
 * most causes of wrong maps. An obstacle that makes maps impossible is an error, any other problem a finding. Yields to the
 * event loop between runs.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `INPUT_NOT_FED`, `SHAPE_MISMATCH`, `BATCH_TOO_LARGE`, the errors of `bind` of
 *   the target, and of `run` of the model
 *
 * @example
 * const { bound, findings } = await preflight(model, input, classProbability())
 * for (const { message, fix } of findings) console.warn(`${message}; ${fix}`)
 */
export async function preflight(
  model: Model,
  input: Input,
  target: Target,
  options: PreflightOptions = {},
): Promise<Preflight> {
  const declared = declaredBatch(model, input)
  const { largest, fixed } = declared
  const batches = fixed ? [largest] : (options.batches ?? [2]).map((size) => Math.min(size, largest))
  const alone = fixed ? largest : 1
  const slots = Math.max(alone, ...batches)
  const whole = everything(countUnits(input.grids))
  const writer = options.writer ?? input.open(slots)
  const run: Model["run"] = async (feeds) => {
    await nextTurn()
    options.beforeRun?.()
    try {
      return await model.run(feeds)
    } catch (cause) {
      if (isPamiError(cause)) throw cause
      // An error of the runtime, of any type.
      throw new PamiError("MODEL_FAILED", messageOf(cause), { cause })
    }
  }
  const show = async (part: Part) => {
    writer.preserve(0, part)
    return itemOutputs(await run(writer.feeds(alone)), alone)[0]
  }
  try {
    const seen = await show(whole)
    const masked = await show(nothing)
    const again = await show(whole)
    let made: Promise<Tensors[]> | undefined
    const probes = () => (made ??= runProbes(writer, whole, { largest: slots, fixed }, run))
    const bound = await target.bind({ original: seen, baseline: masked, input, model, probes })
    const scoresOf = (outputs: Tensors) => {
      const scores = new Float64Array(bound.targets.length)
      bound.score(outputs, 1, scores)
      return scores
    }
    const [original, baseline] = [scoresOf(seen), scoresOf(masked)]
    const scored = { bound, original, baseline }
    const repeat = checkRepeat(scored, seen, again, scoresOf(again))
    const findings = [
      ...(model.findings ?? []),
      ...(input.findings ?? []),
      ...bound.findings,
      original.every((score, position) => score === baseline[position]) && inputIgnored,
      repeat?.finding,
    ].filter((finding) => typeof finding === "object")
    // Batches cannot be judged by a model that gives different answers anyway.
    for (const size of repeat?.large ? [] : new Set(batches.filter((size) => size > 1))) {
      writer.preserve(0, nothing)
      writer.preserve(size - 1, whole)
      const finding = await checkBatch(run, writer.feeds(size), { largest: size, fixed }, scored)
      writer.preserve(size - 1, nothing)
      if (finding !== undefined)
        return {
          bound,
          baseline,
          findings: [...findings, finding],
          batch: fixed ? declared : { largest: 1, fixed },
        }
    }
    return { bound, baseline, findings, batch: declared }
  } finally {
    if (options.writer === undefined) writer.close()
  }
}

const inputIgnored = warning(
  "INPUT_IGNORED",
  "the model gives the same bits for the input and its baseline",
  "try another masking operator, or explain another input of the model",
)
