import { PamiError } from "@pami/core"
import type { TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"

/** A column that a model takes: one element of one of its inputs. */
export interface ModelColumn {
  readonly name: string
  /** Name of the input of the model. */
  readonly tensor: string
  readonly dtype: TensorInfo["dtype"]
  /** Position among the elements of one item of that input. */
  readonly offset: number
}

/** The columns that a model takes, in its order. */
export interface TableShape {
  readonly columns: readonly ModelColumn[]
  /** Whether the names are those of the model. Otherwise its columns are `column 1`, `column 2`. */
  readonly named: boolean
  /** The inputs, each with the shape of one item. */
  readonly tensors: readonly (Omit<TensorInfo, "shape"> & { readonly shape: readonly number[] })[]
}

/** Options of {@link tableShape}. */
export interface TableShapeOptions {
  /** Names of the model's columns, in its order. Default: those of its inputs, where each takes one column. */
  readonly names?: readonly string[]
  /** Number of columns, for a model that takes any. Default: that of `names`. */
  readonly count?: number
}

/**
 * Returns the columns that a model takes: those of one tensor `[N, columns]`, of a fixed or free number, or of several
 * tensors, such as one `[N, 1]` for each column. Axes of length one do not count.
 *
 * @param tensors all inputs of the model
 * @throws PamiError `SHAPE_MISMATCH` for inputs that take no row of a table, `COLUMNS_DIFFER` for another number of names
 *
 * @example
 * const { columns } = tableShape([
 *   { name: "age", dtype: "float32", shape: [null, 1] },
 *   { name: "home", dtype: "string", shape: [null, 1] },
 * ])
 * console.log(columns.map(({ name, dtype }) => `${name} ${dtype}`).join()) // age float32,home string
 */
export function tableShape(
  tensors: readonly TensorInfo[],
  { names, count = names?.length }: TableShapeOptions = {},
): TableShape {
  const widths = tensors.map(widthOf)
  const free = widths.filter((width) => width === null).length
  const fixed = widths.reduce<number>((sum, width) => sum + (width ?? 0), 0)
  if (tensors.length === 0 || free > 1)
    throw mismatch(
      tensors.length === 0
        ? "The model has no inputs"
        : "Several inputs of the model take any number of columns",
    )
  if (free === 1 && count === undefined)
    throw mismatch(`Input "${tensors[widths.indexOf(null)].name}" takes any number of columns: name them`)
  const rest = (count ?? fixed) - fixed
  if (free === 1 && rest < 1)
    throw new PamiError(
      "COLUMNS_DIFFER",
      `the model takes at least ${fixed + 1} columns; there are ${count}. Give it a table with the columns of its training.`,
      { data: { expected: fixed + 1, actual: count! } },
    )
  const lengths = widths.map((width) => width ?? rest)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (names && names.length !== total)
    throw new PamiError(
      "COLUMNS_DIFFER",
      `the model takes ${total} columns; ${names.length} names are given. Give one name for each column, in the model's order.`,
      { data: { expected: total, actual: names.length } },
    )
  const own = tensors.map(({ name }) => name)
  const eachOne = tensors.length > 1 && lengths.every((length) => length === 1)
  // The names of the inputs are the model's own, whatever the order of a list.
  const isListed = names !== undefined && !(eachOne && own.every((name) => names.includes(name)))
  let number = 0
  return {
    columns: tensors.flatMap(({ name: tensor, dtype }, index) =>
      Array.from({ length: lengths[index] }, (_, offset) => {
        const position = number++
        const name = isListed ? names[position] : eachOne ? tensor : `column ${position + 1}`
        return { name, tensor, dtype, offset }
      }),
    ),
    named: isListed || eachOne,
    tensors: tensors.map(({ name, dtype, shape }, index) => ({
      name,
      dtype,
      shape: shape.slice(1).map((length) => length ?? lengths[index]),
    })),
  }
}

/** Returns the number of columns that a tensor takes; `null` for any number. */
function widthOf({ name, shape }: TensorInfo): number | null {
  const axes = shape.slice(1).filter((length) => length !== 1)
  if (shape.length === 0 || axes.length > 1) throw mismatch(`Input "${name}" is ${formatShape(shape)}`)
  return axes.length === 0 ? 1 : axes[0]
}

function mismatch(reason: string): PamiError {
  return new PamiError(
    "SHAPE_MISMATCH",
    `${reason}. A row of a table fits one input [N, columns], or inputs [N, 1] with a column each.`,
  )
}
