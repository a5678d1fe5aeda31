import type { DType, Feeds, Model, TensorData, TensorInfo, Tensors } from "@pami/core"
import { encode, formatShape, random, sizeOf } from "@pami/core/tensor"
import { compareOutputs } from "./compare-outputs.ts"

const items = 3
// Lengths of free axes other than the batch: an image's sides, or anything else.
const side = 64
const other = 16
// Elements of an input: a file may declare any size.
const largest = 2 ** 27

/** A batch of seeded random items, and what a model on a trusted device returns for it. */
export interface Trial {
  readonly feeds: Feeds
  readonly expected: Tensors
  /** Whether the model computes with half precision. */
  readonly half: boolean
}

/**
 * Runs a batch of seeded random items on a model. Some models take a single item whatever they declare.
 *
 * @param trusted on a device whose outputs are right
 * @throws what a run throws, as for a model that random items do not suit
 */
export async function trial(trusted: Model): Promise<Trial> {
  const half = trusted.inputs.some((info) => info.dtype === "float16")
  const { largestBatch } = trusted.limits
  const feeds = randomFeeds(trusted, largestBatch ?? items)
  try {
    return { feeds, expected: await trusted.run(feeds), half }
  } catch {
    const feeds = randomFeeds(trusted, largestBatch ?? 1)
    return { feeds, expected: await trusted.run(feeds), half }
  }
}

/**
 * Describes how the outputs of the same model on another device differ from those of a trial.
 *
 * @returns `undefined` when the outputs agree
 * @throws what a run throws
 */
export async function difference(
  model: Model,
  { feeds, expected, half }: Trial,
): Promise<string | undefined> {
  return compareOutputs(await model.run(feeds), expected, half)
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
