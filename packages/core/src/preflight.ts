import { checkBatch } from "./check-batch.ts"
import { checkRepeat } from "./check-repeat.ts"
import type { BatchWriter, BoundTarget, Finding, Input, Look, Model, Target } from "./contracts.ts"
import { isPamiError, PamiError } from "./error.ts"
import { nextTurn } from "./event-loop.ts"
import { declaredBatch } from "./fit.ts"
import type { Batch } from "./fit.ts"
import { everything, nothing } from "./parts.ts"
import { runProbes } from "./probes.ts"
import { peak } from "./read-out.ts"
import { formatScore, nameScore } from "./scale.ts"
import { formatShape } from "./tensor.ts"
import type { Tensors } from "./tensor.ts"

/** What a look at the model before the sweep has shown. */
export interface Preflight {
  /** The target, bound to this model's outputs. */
  readonly bound: BoundTarget
  /** Scores of the input itself, `[targets]`. */
  readonly original: Float64Array
  /** Scores of the fully masked input, `[targets]`. */
  readonly baseline: Float64Array
  /** What a person should know before trusting the map. */
  readonly findings: readonly Finding[]
  /** Items of one run: how many at the most, and whether it has to be that many. */
  readonly batch: Batch
}

/** Options of {@link preflight}. */
export interface PreflightOptions {
  /**
   * A writer of the input, to be used here and again for the sweep, with as many slots as the largest of `batches`.
   * Default: one that is opened and closed here.
   */
  readonly writer?: BatchWriter
  /** Items of the runs to come: in a batch of each size an item has to score what it scores alone. Default: 2. */
  readonly batches?: readonly number[]
  /** Called before every run; may throw, to stop. */
  readonly beforeRun?: () => void
}

/**
 * Runs the model on the input, on its baseline, and on the input again; then on both in a batch of each size: enough to
 * see most of what makes maps silently wrong. Refuses by throwing; anything less is a finding. Between the runs
 * everything else that waits for the thread has its turn.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `INPUT_NOT_FED`, `SHAPE_MISMATCH`, whatever the target's `bind` refuses, and the model's own
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
  const writer = options.writer ?? input.open(Math.max(alone, ...batches))
  const run: Model["run"] = async (feeds) => {
    await nextTurn()
    options.beforeRun?.()
    try {
      return await model.run(feeds)
    } catch (cause) {
      if (isPamiError(cause)) throw cause
      // A runtime's own error, whatever its type.
      throw new PamiError("MODEL_FAILED", cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }
  const runAlone: Model["run"] = async (feeds) => firstItem(await run(feeds), alone)
  const show = async (part: Int32Array) => {
    writer.preserve(0, part)
    return await runAlone(writer.feeds(alone))
  }
  try {
    const seen = await show(everything(input.units))
    const masked = await show(nothing)
    const again = await show(everything(input.units))
    let made: Promise<Tensors[]> | undefined
    const probes = () => (made ??= runProbes(input, writer, alone, runAlone))
    const bound = await bind(model, target, { original: seen, baseline: masked, model, probes })
    const scoresOf = (outputs: Tensors) => {
      const scores = new Float64Array(bound.targets.length)
      bound.score(outputs, 1, scores)
      return scores
    }
    const [original, baseline] = [scoresOf(seen), scoresOf(masked)]
    const repeat = checkRepeat(bound, [seen, again], [original, scoresOf(again)])
    const findings = [
      ...(model.findings ?? []),
      ...(input.findings ?? []),
      ...bound.findings,
      ...baselineFindings(bound, original, baseline),
      ...(repeat === undefined ? [] : [repeat.finding]),
    ]
    let batch = declared
    // What is off from one run to the next anyway says nothing about batches.
    for (const size of repeat?.large ? [] : new Set(batches.filter((size) => size > 1))) {
      writer.preserve(0, nothing)
      writer.preserve(size - 1, everything(input.units))
      const finding = await checkBatch(run, writer.feeds(size), { size, fixed, bound, original, baseline })
      writer.preserve(size - 1, nothing)
      if (finding === undefined) continue
      findings.push(finding)
      if (!fixed) batch = { largest: 1, fixed }
      break
    }
    return { bound, original, baseline, findings, batch }
  } finally {
    if (options.writer === undefined) writer.close()
  }
}

/** The first item's outputs, as a batch of one. Of one item alone, an output without a batch axis is its own. */
function firstItem(outputs: Tensors, items: number): Tensors {
  const entries = Object.entries(outputs)
  const fitting = entries.filter(([, { shape }]) => items === 1 || shape[0] === items)
  if (fitting.length === 0)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `for a batch of ${items} the model gives ${entries.map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ")}: no output has an entry for each item. Export it with the batch as the first axis of its output, or for single items.`,
    )
  return Object.fromEntries(
    fitting.map(([name, { dtype, shape, data }]) => [
      name,
      {
        dtype,
        shape: items === 1 && shape[0] !== 1 ? [1, ...shape] : [1, ...shape.slice(1)],
        data: data.slice(0, data.length / items),
      },
    ]),
  )
}

/** Binds the target; where no output fits, those that the backend left out are named with what to do about them. */
async function bind({ leftOut = [] }: Model, target: Target, look: Look): Promise<BoundTarget> {
  try {
    return await target.bind(look)
  } catch (error) {
    const isAboutOutputs =
      isPamiError(error) && (error.code === "OUTPUT_UNSUITABLE" || error.code === "OUTPUT_NOT_FOUND")
    if (!isAboutOutputs || leftOut.length === 0) throw error
    const others = leftOut.map(({ name, reason }) => `"${name}" ${reason}`).join("; ")
    throw new PamiError(error.code, `${error.message} Outputs that are left out: ${others}.`, {
      cause: error,
    })
  }
}

function baselineFindings(bound: BoundTarget, original: Float64Array, baseline: Float64Array): Finding[] {
  const { targets, scale, prediction } = bound
  if (original.every((score, t) => score === baseline[t]))
    return [
      {
        code: "INPUT_IGNORED",
        level: "warning",
        message: "the model answers the same, to the last bit, for the input and its baseline",
        fix: "another masking operator, or another input of the model",
      },
    ]
  // A value in a unit of the model's may be higher or lower for a masked input.
  if (scale.unit === "value") return []
  // With many targets kept only the strongest one is what the map will be read for.
  const strongest = peak(original)
  const [whole, masked] = [original[strongest], baseline[strongest]]
  const survives = scale.unit === "probability" ? shareAbove(chanceOf(prediction), masked, whole) : 0
  if (masked < whole && survives <= mostSurviving) return []
  const name = nameScore(targets[strongest], scale)
  const score = (value: number) => formatScore(value, scale)
  return [
    {
      code: "BASELINE_SCORES_HIGH",
      level: "warning",
      message:
        masked >= whole
          ? `the fully masked input scores ${score(masked)} for ${name}, the input itself ${score(whole)}: masking does not take the evidence away`
          : `the fully masked input still scores ${score(masked)} for ${name}, of the ${score(whole)} of the input itself: most of every part's score comes from the mask, not from the part`,
      fix: "try another masking operator, or the difference to the baseline's score; if nothing helps, check the preprocessing",
    },
  ]
}

// Above a half the mask accounts for more of what a part scores than the input does.
const mostSurviving = 0.5

/** What a model that knows nothing gives each of exclusive classes; 0 for labels that go together. */
function chanceOf(prediction: Float64Array): number {
  const sum = prediction.reduce((total, probability) => total + probability, 0)
  return prediction.length > 1 && Math.abs(sum - 1) < 5e-3 ? 1 / prediction.length : 0
}

function shareAbove(chance: number, masked: number, whole: number): number {
  return whole > chance ? (masked - chance) / (whole - chance) : 0
}
