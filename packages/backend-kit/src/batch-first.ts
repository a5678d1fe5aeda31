import { type Finding, PamiError, type StringTensor, type Tensor, type TensorInfo } from "@pami/core"
import { allocate, sizeOf } from "@pami/core/tensor"
import { findBatchAxes } from "./batch-axes.ts"

/** An input or output, as the model declares it, with the names of its free axes. */
export interface DeclaredTensor extends TensorInfo {
  readonly axes: readonly (string | undefined)[]
  /** Whether a shape is declared; a missing shape is `[]`, like that of a scalar. */
  readonly hasShape: boolean
}

/** A model's inputs and outputs with the batch as axis 0, on whichever axis the model has it. */
export interface BatchFirst {
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** Says where the model has the batch, unless it is first everywhere. */
  readonly finding: Finding | undefined
  /** Returns the feed of input number `index` with the batch where the model has it. */
  toModel<Fed extends Tensor | StringTensor>(index: number, fed: Fed): Fed
  /** Returns output number `index` with the batch as axis 0. */
  fromModel(index: number, given: Tensor): Tensor
}

/**
 * Moves the batch to axis 0. An input without a batch axis is fed once for all items of a run; a model without one takes one
 * item.
 */
export function batchFirst(
  inputs: readonly DeclaredTensor[],
  outputs: readonly DeclaredTensor[],
): BatchFirst {
  const declared = (all: readonly DeclaredTensor[]) =>
    all.map(({ hasShape, ...info }) => ({ ...info, shape: hasShape ? info.shape : undefined }))
  const axes = findBatchAxes(declared(inputs), declared(outputs))
  const { size } = axes
  const present = (
    { name, dtype, shape }: DeclaredTensor,
    axis: number | null,
    isFed: boolean,
  ): TensorInfo => {
    if (axis === 0 || (axis === null && !isFed && size !== 1))
      return { name, dtype, shape: axis === 0 ? first(shape) : shape }
    return { name, dtype, shape: [size, ...shape.filter((_, index) => index !== axis)] }
  }
  // If the outputs have no axis for several items, the inputs are fixed at one.
  const first = (shape: readonly (number | null)[]) =>
    size === 1 && shape[0] === null ? [1, ...shape.slice(1)] : shape
  return {
    inputs: inputs.map((info, index) => present(info, axes.inputs[index], true)),
    outputs: outputs.map((info, index) => present(info, axes.outputs[index], false)),
    finding: noteMoves(
      [
        ...inputs.map((info, index) => ({ ...info, axis: axes.inputs[index] })),
        ...outputs.map((info, index) => ({ ...info, axis: axes.outputs[index] })),
      ],
      size,
    ),
    toModel<Fed extends Tensor | StringTensor>(index: number, fed: Fed): Fed {
      const axis = axes.inputs[index]
      if (axis === 0) return fed
      return (axis === null ? onlyItem(fed, inputs[index].name) : moveAxis(fed, 0, axis)) as Fed
    },
    fromModel(index, given) {
      const axis = axes.outputs[index]
      if (axis === 0 || given.shape.length <= (axis ?? -1)) return given
      if (axis !== null) return moveAxis(given, axis, 0)
      return size === 1 ? { ...given, shape: [1, ...given.shape] } : given
    },
  }
}

/** Returns the first item, to which all others must be equal. */
function onlyItem({ dtype, shape, data }: Tensor | StringTensor, name: string): Tensor | StringTensor {
  const item = shape.slice(1)
  const length = sizeOf(item)
  const other = (data as readonly unknown[]).findIndex(
    (value, index) => !Object.is(value, data[index % length]),
  )
  if (other < 0)
    return dtype === "string"
      ? { dtype, shape: item, data: data.slice(0, length) }
      : { dtype, shape: item, data: data.subarray(0, length) }
  throw new PamiError(
    "SHAPE_MISMATCH",
    `input "${name}" takes one value for all items of a run, but item ${Math.floor(other / length)} differs from item 0: run them one by one`,
  )
}

/** Returns a copy with one axis moved; the others keep their order. */
export function moveAxis<Moved extends Tensor | StringTensor>(
  { dtype, shape, data }: Moved,
  from: number,
  to: number,
): Moved {
  const rest = shape.toSpliced(from, 1)
  const moved = rest.toSpliced(to, 0, shape[from])
  const target =
    dtype === "string" ? Array<string>(data.length) : (allocate(dtype, data.length) as Float32Array)
  const [low, high] = [Math.min(from, to), Math.max(from, to)]
  // As [before, from, between, after] or [before, between, from, after], either way round.
  const before = sizeOf(shape.slice(0, low))
  const after = sizeOf(shape.slice(high + 1))
  const count = shape[from]
  const between = sizeOf(shape.slice(low, high + 1)) / count
  for (let b = 0; b < before; b++)
    for (let i = 0; i < count; i++)
      for (let k = 0; k < between; k++) {
        const outer = b * count * between
        const first = (outer + i * between + k) * after
        const last = (outer + k * count + i) * after
        const [source, place] = from < to ? [first, last] : [last, first]
        if (Array.isArray(target))
          target.splice(place, after, ...(data.slice(source, source + after) as string[]))
        else target.set((data as Float32Array).subarray(source, source + after), place)
      }
  return { dtype, shape: moved, data: target } as Tensor | StringTensor as Moved
}

function noteMoves(
  all: readonly (DeclaredTensor & { readonly axis: number | null })[],
  size: number | null,
): Finding | undefined {
  const others = all.filter(({ axis }) => axis !== 0)
  if (others.length === 0) return undefined
  const places = others.map(({ name, shape, axes, axis }) => {
    const written = `[${shape.map((length, index) => length ?? axes[index] ?? "?").join(", ")}]`
    return `"${name}" ${written} has ${axis === null ? "no axis for it" : `it on axis ${axis}`}`
  })
  return {
    code: "BATCH_AXES",
    level: "note",
    message: `the batch is not axis 0 everywhere, and is moved there: ${places.join(", ")}. ${size === 1 ? "The model takes one item per run" : "A tensor without a batch axis is the same for all items of a run"}`,
    fix: "none needed if that is correct; else export the model with the same name for the batch axis of every input and output",
  }
}
