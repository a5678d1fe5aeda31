import { type DType, type Finding, PamiError, type TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { SeriesErrorCode } from "../error-code.ts"
import { note } from "../finding.ts"

/** How a series lies in the input of a model. */
export interface SeriesShape {
  readonly dtype: DType
  /** Number of time steps that the model takes; `null` for any number. */
  readonly length: number | null
  /** Number of channels that the model takes. */
  readonly channels: number
  /** Whether the values of one channel lie side by side, rather than those of one step. */
  readonly channelsFirst: boolean
  /** Returns the shape of one item of `length` steps, without the batch axis. */
  itemShape(length: number): readonly number[]
  /** `SHAPE_GUESSED`, if the declared shape fits in two ways. */
  readonly finding?: Finding
}

/**
 * Returns how a series lies in an input of a model: `[N, T]`, `[N, T, F]`, `[N, F, T]`, and these with axes of length 1, such
 * as `[N, 1, T]`. The number of channels of the series decides between `[N, T, F]` and `[N, F, T]`.
 *
 * @param channels of the series
 * @throws PamiError `SHAPE_MISMATCH` if no series, or none of so many channels, fits
 *
 * @example
 * const tensor = { name: "x", dtype: "float32", shape: [null, 3, 128] } as const
 * const { length, channelsFirst, itemShape } = seriesShape(tensor, 3)
 * console.log(length, channelsFirst, itemShape(128).join()) // 128 true 3,128
 */
export function seriesShape({ name, dtype, shape }: TensorInfo, channels: number): SeriesShape {
  const mismatch = (fix: string) =>
    new PamiError<SeriesErrorCode>(
      "SHAPE_MISMATCH",
      `input ${name} takes ${dtype} ${formatShape(shape)}, not a series of ${channels} channel${channels === 1 ? "" : "s"}: ${fix}`,
      { data: { input: name, shape: [...shape], channels } },
    )
  if (dtype === "string" || dtype === "bool") throw mismatch("choose an input of numbers")
  const sides = shape.slice(1)
  const free = sides.flatMap((side, axis) => (side === 1 ? [] : [axis]))
  if (sides.length === 0 || free.length > 2)
    throw mismatch("a series lies in [N, T], [N, T, F] or [N, F, T]; choose another input, or another kind")
  // An axis of 1 may hold the only channel, or the only step.
  const [first, second] = free.length === 2 ? free : [free[0] ?? sides.length - 1, undefined]
  const shapeBy = (time: number, channel: number | undefined) => (length: number) =>
    sides.map((side, axis) => (axis === time ? length : axis === channel ? channels : side!))
  const common = { dtype, channels }
  if (second === undefined) {
    // [N, 3, 1] or [N, 1, 3]: three steps, unless the series has three channels.
    if (channels !== 1 && sides[first] === channels && sides.length > 1) {
      const time = first === 0 ? 1 : 0
      return {
        ...common,
        length: 1,
        channelsFirst: time > first,
        itemShape: (length) => sides.map((side, axis) => (axis === time ? length : side!)),
      }
    }
    if (channels !== 1) throw mismatch("mix its channels to one, or choose one")
    return { ...common, length: sides[first], channelsFirst: false, itemShape: shapeBy(first, undefined) }
  }
  const fits = (axis: number) => sides[axis] === null || sides[axis] === channels
  const [asTimeFirst, asChannelsFirst] = [fits(second), fits(first)]
  if (!asTimeFirst && !asChannelsFirst)
    throw mismatch(`give a series of ${sides[first]} or ${sides[second]} channels`)
  // An axis that declares the number beats a free one.
  const channelsFirst = asChannelsFirst && (!asTimeFirst || (sides[second] === null && sides[first] !== null))
  const [time, channel] = channelsFirst ? [second, first] : [first, second]
  const both = asTimeFirst && asChannelsFirst && (sides[first] === null) === (sides[second] === null)
  return {
    ...common,
    length: sides[time],
    channelsFirst,
    itemShape: shapeBy(time, channel),
    ...(both && {
      finding: note(
        "SHAPE_GUESSED",
        `input ${name} ${formatShape(shape)} does not say which axis is time: it is fed [N, T, F], time first`,
        "nothing, if the prediction is right; else export the model with fixed channels",
      ),
    }),
  }
}
