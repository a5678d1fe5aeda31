import type { DType, Feeds, Model, TensorData, TensorInfo, Tensors } from "@pami/core"
import { encode, formatShape, random, sizeOf } from "@pami/core/tensor"
import { compareOutputs } from "./compare-outputs.ts"

const items = 3
// Lengths of free axes other than the batch: an image's sides, or anything else.
const side = 64
const other = 16
// Elements of an input: a file may declare any size.
const largest = 2 ** 27

/**
 * Runs a batch of seeded random items on a model and on a trusted one, and describes how the outputs differ.
 *
 * @returns `undefined` when the outputs agree
 * @throws what a run throws
 */
export async function difference(model: Model, trusted: Model): Promise<string | undefined> {
  const { feeds, expected } = await trial(trusted)
  const outputs = await model.run(feeds)
  const half = trusted.inputs.some((info) => info.dtype === "float16")
  return compareOutputs(outputs, expected, half)
}

/** Returns feeds and the model's outputs for them: some models take a single item whatever they declare. */
async function trial(model: Model): Promise<{ feeds: Feeds; expected: Tensors }> {
  const feeds = randomFeeds(model, model.limits.largestBatch ?? items)
  try {
    return { feeds, expected: await model.run(feeds) }
  } catch {
    const feeds = randomFeeds(model, model.limits.largestBatch ?? 1)
    return { feeds, expected: await model.run(feeds) }
  }
}

function randomFeeds({ inputs }: Model, batch: number): Feeds {
  const next = random(1)
  return Object.fromEntries(
    inputs.map((info) => {
      const shape = shapeOf(info, batch)
      const dtype = info.dtype as DType
      return [info.name, { dtype, shape, data: randomData(dtype, shape, next) }]
    }),
  )
}

function shapeOf({ name, shape }: TensorInfo, batch: number): number[] {
  const lengths = shape.map(
    (length, axis) => length ?? (axis === 0 ? batch : shape.length > 3 ? side : other),
  )
  if (sizeOf(lengths) <= largest) return lengths
  throw new Error(`its input "${name}" ${formatShape(shape)} is too large for the test`)
}

/** Returns items of different brightness, so that swapped rows are noticed. Integers are 0 or 1: tokens that every vocabulary has. */
function randomData(dtype: DType, shape: readonly number[], next: () => number): TensorData {
  const length = sizeOf(shape)
  const each = length / (shape[0] ?? 1)
  const value = dtype.startsWith("float")
    ? (index: number) => next() - 0.5 + Math.cos(Math.floor(index / each))
    : () => (dtype === "uint8" ? 255 : 1) * next()
  return encode(
    dtype,
    Float32Array.from({ length }, (_, index) => value(index)),
  )
}
