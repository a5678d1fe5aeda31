import { type DType, PamiError } from "@pami/core"
import { allocate, formatShape, fromHalf, sizeOf, toHalf } from "@pami/core/tensor"
import type { Model, Tensor, TensorData, TensorInfo } from "@pami/core"
import { decodeNpy } from "@pami/image"
import type { NpyType } from "@pami/image"
import { isNumber } from "../schema/recipe.ts"
import type { ImageRecipe } from "../schema/recipe.ts"

// Numbers of one item of an input: what a model declares may be anything.
const largest = 2 ** 28

/**
 * Returns the tensors of the model's other inputs, one item each, without the batch axis. Integers and booleans have to be
 * values of the input's type; floats are rounded to its precision, as a typed number is.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`, `ARRAY_INVALID`
 * @throws RangeError for the input that is explained
 */
export function readFeeds(
  {
    recipe,
    feeds,
  }: {
    readonly recipe: Pick<ImageRecipe, "feeds" | "input">
    readonly feeds: Readonly<Record<string, Uint8Array>>
  },
  inputs: Model["inputs"],
): Record<string, Tensor> {
  const tensors: [name: string, tensor: Tensor][] = []
  for (const [name, value] of Object.entries(recipe.feeds)) {
    const info = inputs.find((input) => input.name === name)
    if (info === undefined)
      throw new PamiError(
        "INPUT_NOT_FOUND",
        `the recipe feeds "${name}", but the model has no input of this name; it has ${inputs.map((input) => input.name).join(", ")}`,
      )
    if (name === recipe.input)
      throw new RangeError(`feeds: "${name}" is the input that is explained: feed the others alone`)
    const { dtype } = info
    if (dtype === "string")
      throw new PamiError("SHAPE_MISMATCH", `input "${name}" takes texts, which cannot be fed`)
    const given = isNumber(value)
      ? { data: [readNumber(value)], dtype: "float64" as const, shape: undefined }
      : decodeNpy(feeds[name], value)
    const shape = given.shape === undefined ? shapeOfNumber(info) : itemShape(info, given.shape)
    const data = exactly(given, dtype, `the feed of "${name}"`)
    tensors.push([
      name,
      { dtype, shape, data: given.shape === undefined ? repeat(data, sizeOf(shape)) : data },
    ])
  }
  return Object.fromEntries(tensors)
}

/** The number of a text, every digit of a whole one: identifiers of 64 bits have more of them than a float holds. */
function readNumber(text: string): number | bigint {
  return /^\s*[-+]?\d+\s*$/.test(text) ? BigInt(text) : Number(text)
}

function shapeOfNumber({ name, shape }: TensorInfo): number[] {
  const item = shape.slice(1).map((length) => length ?? 1)
  if (sizeOf(item) <= largest) return item
  throw new PamiError(
    "SHAPE_MISMATCH",
    `input "${name}" declares ${formatShape(shape)}, more than the ${largest.toLocaleString("en")} numbers that can be filled: feed a file`,
  )
}

/**
 * The shape of one item that a fed array stands for: the declared one, with or without a batch of one, or whatever has
 * the same axes but for those of length one, as a state `[2, 1, 128]` for `[N, 2, 128]`.
 */
function itemShape({ name, shape }: TensorInfo, fed: readonly number[]): number[] {
  const item = shape.slice(1)
  const fits = (given: readonly number[]) =>
    given.length === item.length && given.every((length, axis) => (item[axis] ?? length) === length)
  if (fits(fed)) return [...fed]
  if (fed[0] === 1 && fits(fed.slice(1))) return fed.slice(1)
  const long = (lengths: readonly (number | null)[]) => lengths.filter((length) => length !== 1)
  const isOpen = item.includes(null)
  if (!isOpen && long(item).join() === long(fed).join()) return item as number[]
  throw new PamiError(
    "SHAPE_MISMATCH",
    `input "${name}" takes ${formatShape(shape)}, one item ${formatItem(item)}; the array that is fed is [${fed.join(", ")}]`,
  )
}

function formatItem(item: readonly (number | null)[]): string {
  return item.length === 0 ? "a single number" : `[${item.map((length) => length ?? "?").join(", ")}]`
}

const ranges: Partial<Record<DType, readonly [low: bigint, high: bigint]>> = {
  bool: [0n, 1n],
  uint8: [0n, 255n],
  int8: [-128n, 127n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
}

/** Numbers as elements of a type, none of them changed but floats, which are rounded. */
function exactly(
  { data, dtype: from }: { readonly data: ArrayLike<number | bigint>; readonly dtype: NpyType },
  dtype: DType,
  what: string,
): TensorData {
  const target = allocate(dtype, data.length)
  const range = ranges[dtype]
  const isRounded = from.startsWith("float") && range === undefined
  for (let i = 0; i < data.length; i++) {
    const value = data[i]
    const isInRange = range === undefined || (value >= range[0] && value <= range[1])
    // BigInt refuses fractions.
    if (dtype !== "int64" || typeof value === "bigint" || Number.isInteger(value))
      target[i] = (dtype === "int64" ? BigInt(value) : encodeFloat(dtype, Number(value))) as never
    const kept = dtype === "float16" ? fromHalf(target[i] as number) : target[i]
    // Loosely: 3n is 3. A number that is none is itself; one that becomes infinite is not.
    const isKept = isRounded ? Number.isFinite(kept) || !Number.isFinite(Number(value)) : kept == value
    if (!isInRange || !isKept)
      throw new PamiError(
        "SHAPE_MISMATCH",
        `${what} holds ${value}, which ${dtype} cannot: save it as another type`,
      )
  }
  return target
}

function encodeFloat(dtype: DType, value: number): number {
  return dtype === "float16" ? toHalf(value) : value
}

function repeat(one: TensorData, count: number): TensorData {
  const Data = one.constructor as new (length: number) => TensorData
  return (new Data(count) as Float32Array).fill(one[0] as number)
}
