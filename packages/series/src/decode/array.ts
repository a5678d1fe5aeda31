import { checkSize, type Series } from "../series.ts"
import { problem } from "./problem.ts"

/** An array of numbers, as `decodeNpy` of `@pami/image` reads it. */
export interface NumberArray {
  readonly shape: readonly number[]
  /** Row-major. */
  readonly data: ArrayLike<number | bigint>
}

/** Options of {@link seriesOfArray}. */
export interface SeriesOfArrayOptions {
  /** Name of the file, for messages. Default `the array`. */
  readonly name?: string
  /** Time steps per second. Default: unknown. */
  readonly rate?: number
  /** The first axis of two is the channels, the second time. Default: time first. */
  readonly channelsFirst?: boolean
  /** As in {@link Series}. */
  readonly kind?: Series["kind"]
}

/**
 * Returns an array as a series: `[T]`, `[T, F]`, or with axes of length 1 before these.
 *
 * @throws PamiError `SERIES_UNSUPPORTED` for more axes, `SERIES_EMPTY`, `SERIES_NOT_NUMERIC` for a value that is not finite,
 *   `SERIES_TOO_LARGE`
 *
 * @example
 * const { length, channels } = seriesOfArray({ shape: [1, 3, 2], data: [1, 2, 3, 4, 5, 6] })
 * console.log(length, channels) // 3 2
 */
export function seriesOfArray(
  { shape, data }: NumberArray,
  { name = "the array", rate, channelsFirst = false, kind }: SeriesOfArrayOptions = {},
): Series {
  const first = shape.findIndex((side) => side !== 1)
  const axes = first === -1 ? [1] : shape.slice(Math.min(first, Math.max(0, shape.length - 1)))
  if (axes.length > 2)
    throw problem(
      "SERIES_UNSUPPORTED",
      name,
      `its shape is [${shape.join(", ")}]; a series is [T] or [T, F]: save one item of the batch`,
    )
  const [length, channels] = axes.length === 1 ? [axes[0], 1] : channelsFirst ? [axes[1], axes[0]] : axes
  if (length * channels === 0) throw problem("SERIES_EMPTY", name, `its shape is [${shape.join(", ")}]`)
  checkSize(name, length, channels)
  const values = new Float32Array(length * channels)
  for (let i = 0; i < values.length; i++) {
    const at = channelsFirst ? (i % channels) * length + Math.floor(i / channels) : i
    values[i] = Number(data[at])
    if (!Number.isFinite(values[i]))
      throw problem(
        "SERIES_NOT_NUMERIC",
        name,
        `step ${Math.floor(i / channels)}, channel ${i % channels} is ${String(data[at])}: fill it in`,
      )
  }
  return {
    data: values,
    length,
    channels,
    ...(rate === undefined ? {} : { rate }),
    ...(kind === undefined ? {} : { kind }),
  }
}
