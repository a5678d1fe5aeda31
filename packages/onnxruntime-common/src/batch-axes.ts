/** What a model declares of one of its inputs or outputs. */
export interface Declared {
  readonly name: string
  /** `null` marks a free axis; `undefined`: not even the number of axes is declared. */
  readonly shape: readonly (number | null)[] | undefined
  /** Names of free axes, where they have such. */
  readonly axes: readonly (string | undefined)[]
}

/** Where the items of a run lie. */
export interface BatchAxes {
  /** Items of a run, `null` where that is free. */
  readonly size: number | null
  /** The batch axis of each input; `null` for one that is the same for all items. */
  readonly inputs: readonly (number | null)[]
  /** The batch axis of each output; `null` for one that has none. */
  readonly outputs: readonly (number | null)[]
}

/**
 * Finds the batch axis of every input and output, which most models have first everywhere, and none declares as such.
 *
 * An axis name that begins an input and an output is that of the batch, wherever it is; so is a usual name for it that
 * begins no output. Without a name, free first axes are the batch; without those, a length that begins an input and an
 * output, the one that most of them have. What has no such axis is the same for all items, as a sampling rate is. Where
 * nothing agrees the model takes one item, and has no batch axis for it.
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

/** The name that begins inputs and outputs, or else an input and is usual. */
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
  // Exporters may call one batch by several names: "batch" of pictures, "batch_size" of their masks.
  const isAlias = (axis: string | undefined) =>
    axis !== undefined && usualName.test(axis) && !outputs.some(({ axes }) => axes[0] === axis)
  const axisOf = ({ shape, axes }: Declared): number | null => {
    if (shape === undefined) return 0
    const named = name === undefined ? -1 : axes.indexOf(name)
    if (named >= 0) return named
    const alias = axes.findIndex(isAlias)
    if (alias >= 0) return alias
    // Another name is another axis: a number of tokens, of boxes.
    if (shape.length > 0 && shape[0] === null) return name === undefined || axes[0] === undefined ? 0 : null
    const free = shape.flatMap((length, axis) => (length === null && axes[axis] === undefined ? [axis] : []))
    return free.length === 1 ? free[0] : null
  }
  // Exporters that trace with one item leave a 1 where the batch is.
  const outputAxisOf = (output: Declared) =>
    axisOf(output) ?? (output.shape!.length > 1 && output.shape![0] === 1 ? 0 : null)
  const found = outputs.map(outputAxisOf)
  // Where no output has a place for the answers of several items, one is all that it takes.
  const size = found.length > 0 && found.every((axis) => axis === null) ? 1 : null
  return { size, inputs: inputs.map(axisOf), outputs: found }
}

/**
 * A length that begins an input and an output; of several, the one that most inputs and outputs have on some axis, or
 * the smallest of those. 1 where there is none.
 */
function fixedSize(inputs: readonly Declared[], outputs: readonly Declared[]): number {
  const known = outputs.filter(({ shape }) => shape !== undefined)
  const isBatch = ({ shape }: Declared) => {
    const [length] = shape ?? []
    if (length == null || length < 1 || shape!.length < 2) return false
    // Three planes are a picture, and three numbers may be its classes.
    const agreeing = known.filter((output) => output.shape![0] === length)
    const isPicture = shape!.length === 3 && (length === 3 || length === 4)
    return isPicture
      ? agreeing.some((output) => output.shape!.length > 1)
      : agreeing.length > 0 || (known.length === 0 && shape!.length > 3)
  }
  const having = (length: number) => [...inputs, ...outputs].filter(({ shape }) => shape?.includes(length)).length
  const lengths = inputs.filter(isBatch).map(({ shape }) => shape![0]!)
  return lengths.toSorted((a, b) => having(b) - having(a) || a - b).at(0) ?? 1
}
