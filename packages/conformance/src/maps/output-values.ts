import type { Target, Tensor } from "@pami/core"
import { decode, sizeOf } from "@pami/core/tensor"
import { softmax } from "../reference/layer.ts"

/** Options of {@link outputValues}. */
export interface OutputValuesOptions {
  /** Number of channels of an output of four axes. Default 0: no output has four. */
  readonly channels?: number
  /** Of the last axis. Default `none`: the values as they are. */
  readonly activation?: "softmax" | "none"
}

/**
 * Returns the target of up to `count` values of the first output, evenly spaced. An output of an image has its channels on axis 1
 * or last, by the format of the model: the values are the same ones.
 */
export function outputValues(
  count: number,
  { channels = 0, activation = "none" }: OutputValuesOptions = {},
): Target {
  return {
    name: "output-values",
    settings: { count, activation },
    bind({ original }) {
      const [[output, { shape }]] = Object.entries(original)
      const places = placesOf(shape, count, channels)
      const read = (tensor: Tensor, item: number) => {
        const data = decode(tensor)
        const length = sizeOf(shape)
        const value = (place: number) => Number(data[item * length + place])
        return places.map((place) =>
          activation === "none" ? value(place) : shareOf(value, place, shape[shape.length - 1]),
        )
      }
      const targets = read(original[output], 0).map((score, id) => ({ id, score }))
      const largest = targets.reduce((best, { score }, id) => (score > targets[best].score ? id : best), 0)
      return {
        targets,
        scale: { unit: "value" },
        preferred: largest,
        settings: { output, places },
        findings: [],
        score(outputs, items, scores) {
          for (let item = 0; item < items; item++)
            scores.set(read(outputs[output], item), item * places.length)
        },
      }
    },
  }
}

/** Returns the softmax of a value among those of its row. */
function shareOf(value: (place: number) => number, place: number, width: number): number {
  const at = place % width
  const row = Float64Array.from({ length: width }, (_, index) => value(place - at + index))
  softmax(row, width)
  return row[at]
}

/** Returns the positions of the values in an item, in the order of a layout with the channels first. */
function placesOf(shape: readonly number[], count: number, channels: number): number[] {
  const length = sizeOf(shape)
  // A prime step reaches every channel of an output of many.
  const step = length <= count ? 1 : Math.floor(length / count) | 1
  const places = Array.from({ length: Math.min(count, length) }, (_, index) => (index * step) % length)
  if (shape.length !== 4 || shape[3] !== channels) return places
  const pixels = length / channels
  return places.map((place) => (place % pixels) * channels + Math.floor(place / pixels))
}
