import type { Model } from "../contracts/backend.ts"
import type { Input } from "../contracts/input.ts"
import type { TensorInfo } from "../contracts/tensor.ts"
import { PamiError } from "../error.ts"
import { grouped } from "../numbers/grouped.ts"
import { bytesOf } from "../tensors/elements.ts"
import { listTensors, sizeOf } from "../tensors/shape.ts"

/** The number of items of one run. */
export interface Batch {
  /** The largest number. */
  readonly largest: number
  /** Whether every run takes exactly that many. */
  readonly fixed: boolean
}

// With `auto`, the input of a batch stays below this many bytes: activations take many times as much.
const usualBytes = 32 * 2 ** 20

// A larger batch is refused before memory is allocated: a few bytes of a model file can declare any batch.
const mostBytes = 2 ** 30

/**
 * Returns the number of items of one run, as far as model and input declare it.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `INPUT_NOT_FED`, `SHAPE_MISMATCH`, `BATCH_TOO_LARGE`
 */
export function declaredBatch({ inputs, limits }: Model, input: Input): Batch {
  const takes = listTensors(inputs)
  let fixed: number | null = null
  for (const tensor of input.tensors) {
    const declared = inputs.find(({ name }) => name === tensor.name)
    if (declared === undefined)
      throw new PamiError(
        "INPUT_NOT_FOUND",
        `the model has no input named "${tensor.name}"; it takes ${takes}`,
      )
    expectFit(declared, tensor)
    fixed = declared.shape[0] ?? fixed
  }
  const missing = inputs.find(({ name }) => !input.tensors.some((tensor) => tensor.name === name))
  if (missing !== undefined)
    throw new PamiError(
      "INPUT_NOT_FED",
      `the model takes ${takes}; the input has no feed for ${missing.name}`,
    )
  if (fixed !== null) expectMemory(fixed, itemBytes(input))
  return { largest: fixed ?? limits.largestBatch ?? Infinity, fixed: fixed !== null }
}

/**
 * Returns the number of items of one run, and of runs at once, of a sweep.
 *
 * @throws RangeError for a batch that the model cannot take
 * @throws PamiError as {@link declaredBatch}
 */
export function planRuns(
  model: Model,
  input: Input,
  asked: number | "auto",
): { slots: number; concurrency: number } {
  const { preferredBatch, preferredRuns = 1 } = model.limits
  const { largest, fixed } = declaredBatch(model, input)
  const bytes = itemBytes(input)
  const usual = Math.max(1, Math.min(preferredBatch, largest, Math.floor(usualBytes / bytes)))
  const slots = asked !== "auto" ? asked : fixed ? largest : usual
  const least = fixed ? largest : 1
  if (!Number.isInteger(slots) || slots < least || slots > largest)
    throw new RangeError(
      `for this model batch is "auto" or a whole number from ${least} to ${largest}; got ${slots}`,
    )
  expectMemory(slots, bytes)
  const room = Math.floor(mostBytes / (slots * bytes))
  return { slots, concurrency: Math.max(1, Math.min(preferredRuns, room)) }
}

function expectMemory(items: number, bytes: number): void {
  if (items * bytes <= mostBytes || items === 1) return
  const fitting = Math.max(1, Math.floor(mostBytes / bytes))
  throw new PamiError(
    "BATCH_TOO_LARGE",
    `a batch of ${items} items, ${grouped(items * bytes)} bytes of input in one run; at most ${grouped(mostBytes)}, a batch of ${fitting}. Use a smaller batch, or export the model with a free batch axis.`,
    { data: { items, itemBytes: bytes, mostBytes, fitting } },
  )
}

function itemBytes({ tensors }: Input): number {
  return tensors.reduce(
    (sum, { dtype, shape }) =>
      sum + (dtype === "string" ? 1 : bytesOf(dtype)) * sizeOf(shape.slice(1).map((length) => length ?? 1)),
    0,
  )
}

function expectFit(declared: TensorInfo, tensor: TensorInfo): void {
  const axes = declared.shape
  const fits =
    // A shape without axes means that none is declared: the runtime checks the feed.
    axes.length === 0 ||
    (axes.length === tensor.shape.length &&
      tensor.shape.every((length, axis) => axis === 0 || (axes[axis] ?? length) === length))
  if (!fits || declared.dtype !== tensor.dtype)
    throw new PamiError(
      "SHAPE_MISMATCH",
      `the model takes ${listTensors([declared])}; the feed is ${listTensors([tensor])}. Resize it, or choose the declared layout (channels first or last) and type.`,
    )
}
