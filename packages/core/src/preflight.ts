import type { BatchWriter, BoundTarget, Finding, Input, Model, Target } from "./contracts.ts"
import { PamiError } from "./error.ts"
import { everything, nothing } from "./parts.ts"
import { peak } from "./read-out.ts"
import { formatShape } from "./tensor.ts"
import type { Feeds, Tensors } from "./tensor.ts"

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
  readonly batch: { readonly largest: number; readonly fixed: boolean }
}

// Runtimes may round differently for another batch size; a real mix-up of items is far larger than this.
const batchTolerance = 1e-3

/**
 * Two passes, one on the input and one on its baseline, and a third on both as one batch: enough to see most of
 * what makes maps silently wrong. Refuses by throwing; anything less is a finding.
 *
 * @param given a writer of the input, to be used here and again for the sweep; as many slots as {@link slotsNeeded}, or
 *   more. Default: one of its own
 * @throws PamiError `INPUT_NOT_FOUND`, `INPUT_NOT_FED`, `SHAPE_MISMATCH`, whatever the target's `bind` refuses, and the model's own
 */
export async function preflight(
  model: Model,
  input: Input,
  target: Target,
  given?: BatchWriter,
): Promise<Preflight> {
  const declared = declaredBatch(model, input)
  const { largest, fixed } = declared
  const writer = given ?? input.open(slotsNeeded(declared))
  try {
    const alone = fixed ? largest : 1
    writer.preserve(0, everything(input.units))
    const seen = firstItem(expectBatch(await model.run(writer.feeds(alone)), alone), alone)
    writer.preserve(0, nothing)
    const masked = firstItem(await model.run(writer.feeds(alone)), alone)

    const bound = target.bind(seen, masked)
    const width = bound.targets.length
    const original = new Float64Array(width)
    const baseline = new Float64Array(width)
    bound.score(seen, 1, original)
    bound.score(masked, 1, baseline)

    const findings = [
      ...(model.findings ?? []),
      ...bound.findings,
      ...baselineFindings(original, baseline, bound.targets),
    ]
    if (largest < 2) return { bound, original, baseline, findings, batch: declared }
    writer.preserve(1, everything(input.units))
    const together = fixed ? largest : 2
    const batching = await checkBatch(model, writer.feeds(together), together, bound, original, baseline)
    if (batching) findings.push(batching)
    const batch = batching && !fixed ? { largest: 1, fixed } : declared
    return { bound, original, baseline, findings, batch }
  } finally {
    if (!given) writer.close()
  }
}

/**
 * Items of one run, as far as model and input declare it.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `INPUT_NOT_FED`, `SHAPE_MISMATCH`
 */
export function declaredBatch(model: Model, input: Input): Preflight["batch"] {
  const fixed = expectFit(model, input)
  return { largest: fixed ?? model.limits.largestBatch ?? Infinity, fixed: fixed !== null }
}

/** Slots that a preflight fills. */
export function slotsNeeded({ largest, fixed }: Preflight["batch"]): number {
  return fixed ? largest : Math.min(2, largest)
}

/** Compares what is fed with what the model declares; the size of its batch if that is fixed. */
function expectFit(model: Model, input: Input): number | null {
  const names = model.inputs.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(", ")
  let batch: number | null = null
  for (const { name, dtype, shape } of input.tensors) {
    const declared = model.inputs.find((info) => info.name === name)
    if (declared === undefined)
      throw new PamiError("INPUT_NOT_FOUND", `the model has no input named "${name}"; it takes ${names}`)
    const fits =
      declared.shape.length === shape.length &&
      shape.every((length, axis) => axis === 0 || (declared.shape[axis] ?? length) === length)
    if (!fits || declared.dtype !== dtype)
      throw new PamiError(
        "SHAPE_MISMATCH",
        `input "${name}" is declared as ${declared.dtype} ${formatShape(declared.shape)}; what would be fed is ${dtype} ${formatShape(shape)}. ${transposed(declared.shape, shape)}`,
      )
    batch = declared.shape[0] ?? batch
  }
  const missing = model.inputs.filter(({ name }) => !input.tensors.some((tensor) => tensor.name === name))
  if (missing.length > 0)
    throw new PamiError(
      "INPUT_NOT_FED",
      `the model takes ${names}; nothing is fed to ${missing.map(({ name }) => name).join(", ")}`,
    )
  return batch
}

function transposed(declared: readonly (number | null)[], fed: readonly (number | null)[]): string {
  const [a, b, c] = fed.slice(1)
  const moved =
    declared.length === 4 &&
    [
      [b, c, a],
      [c, a, b],
    ].some((order) => order.every((length, i) => (declared[i + 1] ?? length) === length))
  return moved
    ? "The channels are on another axis: choose the other layout."
    : "Resize it, or choose the declared layout and type."
}

function expectBatch(outputs: Tensors, items: number): Tensors {
  const wrong = Object.entries(outputs).filter(([, { shape }]) => shape[0] !== items)
  if (wrong.length === Object.keys(outputs).length)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `for a batch of ${items} the model gives ${wrong.map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ")}: no output has an entry for each item`,
    )
  return outputs
}

function firstItem(outputs: Tensors, items: number): Tensors {
  const entries = Object.entries(outputs).filter(([, { shape }]) => shape[0] === items)
  return Object.fromEntries(
    entries.map(([name, { dtype, shape, data }]) => [
      name,
      { dtype, shape: [1, ...shape.slice(1)], data: data.slice(0, data.length / items) },
    ]),
  )
}

function baselineFindings(
  original: Float64Array,
  baseline: Float64Array,
  targets: readonly number[],
): Finding[] {
  if (original.every((score, t) => score === baseline[t]))
    return [
      {
        code: "INPUT_IGNORED",
        level: "warning",
        message: "the model answers the same, to the last bit, for the input and its baseline",
        fix: "another masking operator, or another input of the model",
      },
    ]
  // With many targets kept only the strongest one is what the map will be read for.
  const strongest = peak(original)
  if (baseline[strongest] < original[strongest]) return []
  return [
    {
      code: "BASELINE_SCORES_HIGH",
      level: "warning",
      message: `the fully masked input scores ${baseline[strongest].toPrecision(3)} for target ${targets[strongest]}, the input itself ${original[strongest].toPrecision(3)}: masking does not take the evidence away`,
      fix: "another masking operator (black, white, mean, noise), or check the preprocessing",
    },
  ]
}

/** Runs both items swapped, as one batch; a finding when they do not score as they did alone. */
async function checkBatch(
  model: Model,
  feeds: Feeds,
  slots: number,
  bound: BoundTarget,
  original: Float64Array,
  baseline: Float64Array,
): Promise<Finding | undefined> {
  const scores = new Float64Array(2 * original.length)
  try {
    bound.score(expectBatch(await model.run(feeds), slots), 2, scores)
  } catch (error) {
    return {
      code: "BATCH_FAILS",
      level: "warning",
      message: `a free batch is declared, but two items at once fail (${error instanceof Error ? error.message : String(error)}); it is run one item at a time, slower`,
      fix: "export it with a free batch axis throughout",
    }
  }
  const expected = [...baseline, ...original]
  const largest = scores.reduce((most, score, i) => Math.max(most, Math.abs(score - expected[i])), 0)
  if (largest <= batchTolerance) return undefined
  return {
    code: "BATCH_DIFFERS",
    level: "warning",
    message: `in a batch of ${slots} an item scores ${largest.toPrecision(2)} off what it scores alone: items of one batch influence each other${slots === 2 ? "; it is run one item at a time, slower" : ""}`,
    fix: "export it in inference mode (batch normalisation and dropout frozen)",
  }
}
