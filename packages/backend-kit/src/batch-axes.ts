/** An input or output, as the model declares it. */
export interface Declared {
  readonly name: string
  /** `null` for a free axis; `undefined` if not even the number of axes is declared. */
  readonly shape: readonly (number | null)[] | undefined
  /** Names of free axes; `undefined` for an axis without a name. */
  readonly axes: readonly (string | undefined)[]
}

/** The batch axes of a model. */
export interface BatchAxes {
  /** Number of items of a run; `null` if it is free. */
  readonly size: number | null
  /** Batch axis of each input; `null` for an input that is the same for all items. */
  readonly inputs: readonly (number | null)[]
  /** Batch axis of each output; `null` for an output without one. */
  readonly outputs: readonly (number | null)[]
}

/**
 * Finds the batch axis of every input and output. Most models have it first everywhere; ONNX does not declare it.
 *
 * A name of the first axis of an input and an output is that of the batch, on any axis; so is a usual name of the batch that
 * no output has on its first axis. Without a name, free first axes are the batch; without those, a length that the first
 * axes of an input and an output share: the one that most of them have. An input without a batch axis is the same for all
 * items, as a sampling rate is. If nothing agrees, the model takes one item, without a batch axis.
 */
export function findBatchAxes(inputs: readonly Declared[], outputs: readonly Declared[]): BatchAxes {
  const name = batchName(inputs, outputs)
  if (name !== undefined || inputs.some(isFreeFirst)) return freeBatch(name, inputs, outputs)
  const size = fixedSize(inputs, outputs)
  const axisOf = ({ shape }: Declared) => {
    if (shape === undefined || shape[0] === size) return 0
    const axis = size > 1 ? shape.indexOf(size) : -1
    return axis < 0 ? null : axis
  }
  return { size, inputs: inputs.map(axisOf), outputs: outputs.map(axisOf) }
}

const usualName = /batch|^(?:n|b|bs)$/i

/** Returns the name of first axes of inputs and outputs, else a usual name of an input's first axis. */
function batchName(inputs: readonly Declared[], outputs: readonly Declared[]): string | undefined {
  const first = (all: readonly Declared[]) => all.flatMap(({ axes }) => axes[0] ?? [])
  const given = first(outputs)
  const count = (name: string) => [...first(inputs), ...given].filter((other) => other === name).length
  const agreed = [...new Set(first(inputs))].filter((name) => given.includes(name))
  const [most] = agreed.toSorted(
    (a, b) => Number(usualName.test(b)) - Number(usualName.test(a)) || count(b) - count(a),
  )
  return most ?? first(inputs).find((name) => usualName.test(name))
}

function isFreeFirst({ shape }: Declared): boolean {
  return shape !== undefined && shape.length > 0 && shape[0] === null
}

function freeBatch(
  name: string | undefined,
  inputs: readonly Declared[],
  outputs: readonly Declared[],
): BatchAxes {
  // Exporters may have several names for the batch: "batch" of images, "batch_size" of their masks.
  const isAlias = (axis: string | undefined) =>
    axis !== undefined && usualName.test(axis) && !outputs.some(({ axes }) => axes[0] === axis)
  const axisOf = ({ shape, axes }: Declared): number | null => {
    if (shape === undefined) return 0
    const named = name === undefined ? -1 : axes.indexOf(name)
    if (named >= 0) return named
    const alias = axes.findIndex(isAlias)
    if (alias >= 0) return alias
    // Another name is not the batch, but a number of tokens or boxes.
    if (shape.length > 0 && shape[0] === null) return name === undefined || axes[0] === undefined ? 0 : null
    const free = shape.flatMap((length, axis) => (length === null && axes[axis] === undefined ? [axis] : []))
    return free.length === 1 ? free[0] : null
  }
  // Exporters that trace with one item leave a 1 in place of the batch.
  const outputAxisOf = (output: Declared) =>
    axisOf(output) ?? (output.shape!.length > 1 && output.shape![0] === 1 ? 0 : null)
  const found = outputs.map(outputAxisOf)
  // If no output has an axis for several items, the model takes one.
  const size = found.length > 0 && found.every((axis) => axis === null) ? 1 : null
  return { size, inputs: inputs.map(axisOf), outputs: found }
}

/**
 * Returns a length that the first axes of an input and an output share, else 1. Of several, it is the one that most inputs
 * and outputs have on some axis, then the smallest.
 */
function fixedSize(inputs: readonly Declared[], outputs: readonly Declared[]): number {
  const known = outputs.filter(({ shape }) => shape !== undefined)
  const isBatch = ({ shape }: Declared) => {
    const [length] = shape ?? []
    if (length == null || length < 1 || shape!.length < 2) return false
    // [3, H, W] is an image without a batch, and three outputs may be its classes.
    const agreeing = known.filter((output) => output.shape![0] === length)
    const isPicture = shape!.length === 3 && (length === 3 || length === 4)
    return isPicture
      ? agreeing.some((output) => output.shape!.length > 1)
      : agreeing.length > 0 || (known.length === 0 && shape!.length > 3)
  }
  const having = (length: number) =>
    [...inputs, ...outputs].filter(({ shape }) => shape?.includes(length)).length
  const lengths = inputs.filter(isBatch).map(({ shape }) => shape![0]!)
  return lengths.toSorted((a, b) => having(b) - having(a) || a - b).at(0) ?? 1
}
