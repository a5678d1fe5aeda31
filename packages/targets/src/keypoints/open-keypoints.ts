import type { Tensors } from "@pami/core"
import { exp } from "@pami/core/tensor"
import { sigmoid } from "../outputs/activation.ts"
import { finiteNumbers, itemStarts } from "../outputs/choose-output.ts"
import { mapFit } from "../segmentation/segmentation-format.ts"
import type { KeypointsFit } from "./keypoints-format.ts"

/** A keypoint of the prediction, in units of the grid. */
export interface Keypoint {
  readonly x: number
  readonly y: number
  readonly confidence: number
}

/** Keypoints in an output. */
export interface OpenedKeypoints {
  /** Those of the prediction for the input. */
  readonly points: readonly Keypoint[]
  readonly settings: Readonly<Record<string, string>>
  /** Returns a function that scores a keypoint of an item: confidence times closeness to its place in the prediction. */
  open(outputs: Tensors, count: number): (item: number, keypoint: number) => number
}

type Grid = readonly [rows: number, columns: number]

/**
 * Opens maps of keypoints: the place with the highest value is the keypoint; a score is the highest product of value and
 * closeness over all places.
 *
 * @param sigma standard deviation of the closeness, in units of the grid
 */
export function openMaps(
  original: Tensors,
  { output }: KeypointsFit,
  { grid, sigma, activation }: { grid: Grid; sigma: number; activation: "sigmoid" | "none" | undefined },
): OpenedKeypoints {
  const { layout, classes, height, width } = mapFit({ name: output, ...original[output] }, { grid })!
  const [count, rows, columns] = [classes!, height!, width!]
  const places = rows * columns
  const [step, next] = layout === "nchw" ? [1, places] : [count, 1]
  const data = finiteNumbers(original[output], output, "the input")
  // Maps that are trained to be Gaussians lie around 0 to 1, but not exactly within.
  const isUnit = data.every((value: number) => value > -0.5 && value < 1.5)
  const used = activation ?? (isUnit ? "none" : "sigmoid")
  const valueOf = used === "none" ? (x: number) => Math.min(1, Math.max(0, x)) : sigmoid
  const centers = Array.from({ length: places }, (_, place) => ({
    x: (((place % columns) + 0.5) * grid[1]) / columns,
    y: ((Math.floor(place / columns) + 0.5) * grid[0]) / rows,
  }))
  const points = Array.from({ length: count }, (_, k): Keypoint => {
    let best = 0
    for (let place = 1; place < places; place++)
      if (data[k * next + place * step] > data[k * next + best * step]) best = place
    return { ...centers[best], confidence: valueOf(data[k * next + best * step]) }
  })
  return {
    points,
    settings: { activation: used, axes: layout },
    open(outputs, items) {
      const seen = itemStarts(outputs, output, places * count, items)
      return (item, k) => {
        let best = 0
        for (let place = 0, at = seen.at(item) + k * next; place < places; place++, at += step) {
          const value = valueOf(seen.data[at])
          if (Number.isNaN(value)) return value
          if (value > best) best = Math.max(best, value * closeness(centers[place], points[k], sigma))
        }
        return best
      }
    },
  }
}

/** Opens coordinates of keypoints: in shares of the input, if none is above 2, else in pixels of it. */
export function openCoordinates(
  original: Tensors,
  { output, layout, keypoints }: KeypointsFit,
  { grid, sigma, unit: asked }: { grid: Grid; sigma: number; unit: "pixels" | "shares" | undefined },
): OpenedKeypoints {
  const width = original[output].shape.at(-1)!
  const count = keypoints!
  const data = finiteNumbers(original[output], output, "the input")
  const isShare = data.every((value: number, i: number) => i % width === 2 || Math.abs(value) <= 2)
  const unit = asked ?? (isShare ? "shares" : "pixels")
  const [across, down] = unit === "shares" ? [grid[1], grid[0]] : [1, 1]
  const [xAt, yAt] = layout === "yx" ? [1, 0] : [0, 1]
  // Confidences are probabilities, or logits.
  const confidences = Array.from({ length: count }, (_, k) => (width === 3 ? data[k * width + 2] : 1))
  const isUnit = confidences.every((value) => value >= 0 && value <= 1)
  const pointAt = (numbers: ArrayLike<number>, at: number): Keypoint => {
    const confidence = width === 3 ? numbers[at + 2] : 1
    return {
      x: numbers[at + xAt] * across,
      y: numbers[at + yAt] * down,
      confidence: isUnit ? confidence : sigmoid(confidence),
    }
  }
  const points = Array.from({ length: count }, (_, k) => pointAt(data, k * width))
  return {
    points,
    settings: { unit, activation: isUnit ? "none" : "sigmoid" },
    open(outputs, items) {
      const seen = itemStarts(outputs, output, count * width, items)
      return (item, k) => {
        const point = pointAt(seen.data, seen.at(item) + k * width)
        return point.confidence * closeness(point, points[k], sigma)
      }
    },
  }
}

/** Returns 1 at the same place, and a Gaussian of the distance elsewhere. */
function closeness(a: { x: number; y: number }, b: { x: number; y: number }, sigma: number): number {
  const [dx, dy] = [a.x - b.x, a.y - b.y]
  return exp(-(dx * dx + dy * dy) / (2 * sigma * sigma))
}
