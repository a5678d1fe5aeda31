import { PamiError, type TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { VolumeErrorCode } from "../error-code.ts"

/** The axes of an array or a tensor, by what they count: `N` items, `C` channels, any other name units. */
export type AxisNames = readonly string[]

/**
 * Returns the names in a text such as `"C,H,W"` or `"CHW"`: `N` for the batch, `C` for channels, any other letter or word
 * for an axis of units.
 *
 * @throws PamiError `AXES_UNSUITABLE` unless the names differ and at least one is of units
 */
export function parseAxes(text: string): AxisNames {
  const names = (/[,\s]/.test(text) ? text.split(/[\s,]+/) : [...text])
    .filter((name) => name !== "")
    .map((name) => (/^(n|batch)$/i.test(name) ? "N" : /^(c|channels?)$/i.test(name) ? "C" : name))
  if (new Set(names).size === names.length && unitsAmong(names).length > 0) return names
  throw unsuitable(
    `axes are different names such as N,C,H,W: N the batch, C channels, the others units, at least one; got "${text}"`,
  )
}

/** Returns the names of the axes of units. */
export function unitsAmong(names: AxisNames): string[] {
  return names.filter((name) => name !== "N" && name !== "C")
}

const usualUnits: Readonly<Record<number, AxisNames>> = {
  1: ["T"],
  2: ["H", "W"],
  3: ["D", "H", "W"],
}
// Image files of more bands exist, but so do small grids.
const mostChannels = 32

/**
 * Returns a guess of the axes of an array from the shape that a model declares: a batch axis if the array has as many axes
 * as the tensor; of three axes or more, the shortest of the first and the last holds channels if it is shorter than all
 * others.
 *
 * @throws PamiError `AXES_UNSUITABLE` for an array whose number of axes says nothing
 */
export function guessAxes(sides: readonly number[], { name, shape }: TensorInfo): AxisNames {
  const hasBatch = sides.length === shape.length && sides.length > 1
  const item = hasBatch ? sides.slice(1) : sides
  const isShortest = (axis: number) =>
    item[axis] <= mostChannels && item.every((side, other) => other === axis || item[axis] < side)
  const channel =
    item.length < 3 ? -1 : isShortest(0) ? 0 : isShortest(item.length - 1) ? item.length - 1 : -1
  const units = usualUnits[item.length - (channel < 0 ? 0 : 1)]
  if (units === undefined)
    throw unsuitable(
      `an array ${formatSides(sides)} does not say what its axes are for input ${name} ${formatShape(shape)}: name them, as in axes "C,H,W"`,
    )
  const names = channel < 0 ? [...units] : units.toSpliced(channel, 0, "C")
  return hasBatch ? ["N", ...names] : names
}

/**
 * Returns the names of the axes of a tensor that takes the array, in the first order that fits the declared shape:
 * that of the array, channels first, channels last, without channels.
 *
 * @param lengths of the units and of the channels, by name
 * @param resampled whether units fit any length
 * @throws PamiError `SHAPE_MISMATCH` if no order fits
 */
export function layOutTensor(
  { name, shape }: TensorInfo,
  names: AxisNames,
  lengths: ReadonlyMap<string, number>,
  resampled: boolean,
): AxisNames {
  const units = unitsAmong(names)
  const isSingle = lengths.get("C") === 1
  const orders: AxisNames[] = [
    names.filter((axis) => axis !== "N"),
    ["C", ...units],
    [...units, "C"],
    ...(isSingle ? [units] : []),
  ]
  const found = orders.find((order) => fits(order, shape, lengths, resampled))
  if (found !== undefined) return ["N", ...found]
  const given = ["C", ...units].map((axis) => `${axis} ${lengths.get(axis)}`).join(", ")
  throw mismatch(
    `input ${name} takes ${formatShape(shape)}; the array has ${given}. Cut the array to fit, name its axes, or choose the option resampled`,
    shape,
  )
}

/** Returns whether axes have the lengths that a model declares, after the batch; those of units may be resampled. */
export function fits(
  order: AxisNames,
  shape: TensorInfo["shape"],
  lengths: ReadonlyMap<string, number>,
  resampled: boolean,
): boolean {
  const isFree = (axis: string, length: number | null) => length === null || (resampled && axis !== "C")
  return (
    order.length === shape.length - 1 &&
    order.every((axis, index) => isFree(axis, shape[index + 1]) || shape[index + 1] === lengths.get(axis))
  )
}

/** Returns a shape as text. */
export function formatSides(sides: readonly number[]): string {
  return `[${sides.join(", ")}]`
}

/** Returns the error for axes that do not fit an array. */
export function unsuitable(message: string): PamiError {
  return new PamiError<VolumeErrorCode>("AXES_UNSUITABLE", message)
}

/** Returns the error for an array that does not fit a tensor. */
export function mismatch(message: string, shape: TensorInfo["shape"]): PamiError {
  return new PamiError<VolumeErrorCode>("SHAPE_MISMATCH", message, { data: { expected: [...shape] } })
}
