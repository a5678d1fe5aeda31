import { PamiError } from "@pami/core"
import { directions } from "./directions.ts"
import type { VolumeErrorCode } from "./error-code.ts"
import type { Volume } from "./volume.ts"

/**
 * Returns a volume with its axes permuted and turned around so that they count up in the given directions. A model has
 * learnt one arrangement: `"RAS"` is the usual one of models trained with MONAI.
 *
 * @param axes three letters, one of each pair L and R, P and A, I and S, for D, H and W
 * @throws PamiError `AXES_UNSUITABLE` for other letters, or a volume whose axes are not known
 *
 * @example
 * const volume = { shape: [1, 1, 2], channels: 1, data: Float32Array.of(5, 7), axes: "SAL" } as const
 * console.log(arrangeAxes(volume, "RAS").data.join()) // 7,5
 */
export function arrangeAxes(volume: Volume, axes: string): Volume {
  const wanted = [...axes.toUpperCase()].map(pairOf)
  if (wanted.length !== 3 || new Set(wanted).size !== 3 || wanted.includes(-1))
    throw unsuitable(
      `axes are three letters such as RAS, one of L and R, one of P and A, one of I and S; got ${axes}`,
    )
  if (volume.axes === undefined)
    throw unsuitable(
      `the file does not say how its axes lie in the body: leave out axes ${axes}, or give kji or ijk`,
    )
  const held = [...volume.axes]
  const sources = wanted.map((pair) => held.findIndex((letter) => pairOf(letter) === pair))
  const turned = sources.map((source, axis) => held[source] !== axes.toUpperCase()[axis])
  return { ...permute(volume, sources, turned), axes: axes.toUpperCase() }
}

/** Returns the volume with its axes in reverse order: from k, j, i to i, j, k. */
export function reverseAxes(volume: Volume): Volume {
  return permute(volume, [2, 1, 0], [false, false, false])
}

function pairOf(letter: string): number {
  return directions.findIndex((pair) => pair.includes(letter))
}

/**
 * @param sources the axis that becomes each axis
 * @param turned whether each new axis runs backwards
 */
function permute(volume: Volume, sources: readonly number[], turned: readonly boolean[]): Volume {
  const { shape, channels, data } = volume
  const strides = [shape[1] * shape[2], shape[2], 1]
  const [depth, height, width] = sources.map((source) => shape[source])
  const [z, y, x] = sources.map((source, axis) => (turned[axis] ? -1 : 1) * strides[source])
  const size = data.length / channels
  const start = sources.reduce(
    (sum, source, axis) => sum + (turned[axis] ? (shape[source] - 1) * strides[source] : 0),
    0,
  )
  const moved = new Float32Array(data.length)
  let to = 0
  for (let channel = 0; channel < channels; channel++)
    for (let k = 0; k < depth; k++)
      for (let j = 0; j < height; j++) {
        let from = channel * size + start + k * z + j * y
        for (let i = 0; i < width; i++, from += x) moved[to++] = data[from]
      }
  const three = <Value>(values: readonly Value[]): [Value, Value, Value] => {
    const [a, b, c] = sources.map((source) => values[source])
    return [a, b, c]
  }
  return {
    ...volume,
    shape: [depth, height, width],
    data: moved,
    ...(volume.spacing === undefined ? {} : { spacing: three(volume.spacing) }),
    ...(volume.axes === undefined ? {} : { axes: three([...volume.axes]).join("") }),
  }
}

function unsuitable(message: string): PamiError {
  return new PamiError<VolumeErrorCode>("AXES_UNSUITABLE", message)
}
