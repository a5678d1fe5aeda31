import {
  type DType,
  encode,
  type Feeds,
  formatShape,
  type Model,
  random,
  sizeOf,
  type TensorData,
  type TensorInfo,
  type Tensors,
} from "@pami/core"
import { disagreement } from "./agreement.ts"

const items = 3
// Free axes other than the batch: a picture's sides, or anything else.
const side = 64
const other = 16
// Numbers of an input: what a file declares may be anything.
const largest = 2 ** 27

/**
 * Runs a batch of seeded random items on a model and on one that is to be trusted, and says how they differ.
 *
 * @returns `undefined` when the outputs agree
 * @throws whatever a run does
 */
export async function difference(model: Model, trusted: Model): Promise<string | undefined> {
  const { feeds, expected } = await trial(trusted)
  const outputs = await model.run(feeds)
  const half = trusted.inputs.some((info) => info.dtype === "float16")
  return disagreement(outputs, expected, half)
}

/** Feeds that the model takes, and its answers: some take a single item whatever they declare. */
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
  throw new Error(`its input "${name}" ${formatShape(shape)} is too large to try it out`)
}

/** Items of unlike brightness, so that one cannot pass for another. Integers are 0 or 1: the tokens that all have. */
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
