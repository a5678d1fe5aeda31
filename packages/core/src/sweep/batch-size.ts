import type { Model } from "../contracts/backend.ts"
import type { Input } from "../contracts/input.ts"
import { PamiError } from "../error.ts"
import { grouped } from "../numbers/grouped.ts"
import { bytesOf } from "../tensors/elements.ts"
import { formatShape, sizeOf } from "../tensors/shape.ts"

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
export function declaredBatch(model: Model, input: Input): Batch {
  const fixed = expectFit(model, input)
  if (fixed !== null) expectMemory(fixed, itemBytes(input), "the model takes exactly")
  return { largest: fixed ?? model.limits.largestBatch ?? Infinity, fixed: fixed !== null }
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
  const { limits } = model
  const { largest, fixed } = declaredBatch(model, input)
  const bytes = itemBytes(input)
  const usual = Math.max(1, Math.min(limits.preferredBatch, largest, Math.floor(usualBytes / bytes)))
  const slots = fixed ? largest : asked === "auto" ? usual : asked
  if (asked !== "auto") expectBatch(asked, { largest, fixed })
  expectMemory(slots, bytes, "a batch of")
  const room = Math.floor(mostBytes / (slots * bytes))
  return { slots, concurrency: Math.max(1, Math.min(limits.preferredRuns ?? 1, room)) }
}

function expectBatch(asked: number, { largest, fixed }: Batch): void {
  if (!Number.isInteger(asked) || asked < 1)
    throw new RangeError(`batch is a whole number of at least 1, or "auto"; got ${asked}`)
  if (fixed ? asked !== largest : asked > largest)
    throw new RangeError(
      `the model takes ${fixed ? "exactly" : "at most"} ${largest} items a run; got a batch of ${asked}`,
    )
}

function expectMemory(items: number, bytes: number, what: string): void {
  if (items * bytes <= mostBytes || items === 1) return
  const fitting = Math.max(1, Math.floor(mostBytes / bytes))
  throw new PamiError(
    "BATCH_TOO_LARGE",
    `${what} ${items} items, ${grouped(items * bytes)} bytes of input in one run; at most ${grouped(mostBytes)}, a batch of ${fitting}. Use a smaller batch, or export the model with a free batch axis.`,
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

/** Compares the tensors of the input with those that the model declares. Returns its batch, `null` if that is free. */
function expectFit(model: Model, input: Input): number | null {
  const names = model.inputs.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(", ")
  let batch: number | null = null
  for (const { name, dtype, shape } of input.tensors) {
    const declared = model.inputs.find((info) => info.name === name)
    if (declared === undefined)
      throw new PamiError("INPUT_NOT_FOUND", `the model has no input named "${name}"; it takes ${names}`)
    const fits =
      // A shape without axes means that none is declared: the runtime checks the feed.
      declared.shape.length === 0 ||
      (declared.shape.length === shape.length &&
        shape.every((length, axis) => axis === 0 || (declared.shape[axis] ?? length) === length))
    if (!fits || declared.dtype !== dtype)
      throw new PamiError(
        "SHAPE_MISMATCH",
        `input "${name}" is declared as ${declared.dtype} ${formatShape(declared.shape)}; the feed is ${dtype} ${formatShape(shape)}. ${transposed(declared.shape, shape)}`,
      )
    batch = declared.shape[0] ?? batch
  }
  const missing = model.inputs.filter(({ name }) => !input.tensors.some((tensor) => tensor.name === name))
  if (missing.length > 0)
    throw new PamiError(
      "INPUT_NOT_FED",
      `the model takes ${names}; the input has no feed for ${missing.map(({ name }) => name).join(", ")}`,
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
