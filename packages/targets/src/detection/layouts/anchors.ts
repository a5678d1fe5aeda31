import type { TensorInfo } from "@pami/core"
import { sigmoid } from "../../outputs/activation.ts"
import { itemStarts } from "../../outputs/choose-output.ts"
import { isFloat, named } from "../../outputs/fit.ts"
import { targetsError } from "../../error-code.ts"
import { boxReader } from "../boxes.ts"
import { countCells, type DetectionFacts, type DetectionLayout, type LayoutKind } from "../layout.ts"

// MediaPipe's detectors have two anchors, centred, for each cell of each layer; layers of one stride share cells.
const layers = [
  [8, 16, 16, 16],
  [16, 32, 32, 32],
  [8, 16, 32, 32, 32],
]

/** Offsets to the anchors of MediaPipe's detectors: BlazeFace, palms, poses. The heads may be separate outputs. */
export const anchors: LayoutKind = {
  formats: ["anchors"],
  recognize(outputs, facts) {
    const floats = outputs.filter((output) => isFloat(output) && output.shape.length === 3)
    const scores = floats.filter(({ shape }) => shape[2] === 1)
    const regressors = scores.map((head) =>
      floats.find((other) => other !== head && isRegressor(other, head)),
    )
    if (scores.length === 0 || regressors.some((head) => head === undefined)) return []
    const heads = regressors as TensorInfo[]
    const count = heads.reduce((sum, { shape }) => sum + (shape[1] ?? 0), 0)
    if (new Set(heads).size < heads.length || stridesOf(count, facts) === undefined) return []
    const layout: DetectionLayout = {
      format: "anchors",
      output: heads[0].name,
      why: `${heads.map(named).join(" and ")} have offsets to ${count} anchors, beside one score for each`,
      clear: true,
      boxes: heads.map(({ name }) => name),
      scores: scores.map(({ name }) => name),
      classes: [],
      suppressed: false,
      batch: true,
    }
    return [layout]
  },
  open({ boxes, scores }, { original, grid }, options) {
    const heads = boxes.map((name, i) => {
      const [, count, width] = original[name].shape
      return { name, scores: scores[i], count, width }
    })
    const total = heads.reduce((sum, { count }) => sum + count, 0)
    const strides = stridesOf(total, { grid })
    if (strides === undefined)
      throw targetsError(
        "BOXES_UNRECOGNIZED",
        `an input of ${grid.join(" x ")} does not have ${total} anchors in the layers of MediaPipe. Give a decoder.`,
        { anchors: total },
      )
    const centers = centersOf(grid, strides)
    const { activation = "sigmoid", coding = "center" } = options
    const boxAt = boxReader(coding)
    return {
      settings: { activation, coding, strides },
      read: (outputs, items) => {
        const opened = heads.map((head) => ({
          ...head,
          places: itemStarts(outputs, head.name, head.count * head.width, items),
          chances: itemStarts(outputs, head.scores, head.count, items),
        }))
        return (item) => {
          const headOf = (i: number) => {
            let index = i
            for (const head of opened) {
              if (index < head.count) return { head, index }
              index -= head.count
            }
            throw new RangeError(`anchor ${i} does not exist`)
          }
          return {
            count: total,
            box: (i) => {
              const { head, index } = headOf(i)
              const { left, top, right, bottom } = boxAt(
                head.places.data,
                head.places.at(item) + index * head.width,
              )
              const [x, y] = [centers[2 * i], centers[2 * i + 1]]
              return { left: left + x, top: top + y, right: right + x, bottom: bottom + y }
            },
            score: (i, cls) => {
              const { head, index } = headOf(i)
              const value = head.chances.data[head.chances.at(item) + index]
              return cls !== 0 ? 0 : activation === "none" ? value : sigmoid(value)
            },
            best: () => 0,
          }
        }
      },
    }
  },
}

/** Returns whether an output has a box and keypoints for each anchor of a head of scores. */
function isRegressor({ shape }: TensorInfo, scores: TensorInfo): boolean {
  const [, count, width] = shape
  return count === scores.shape[1] && width !== null && width > 4 && width % 2 === 0
}

function stridesOf(count: number, { grid }: DetectionFacts): readonly number[] | undefined {
  // Without a grid, the sizes of the published models.
  const grids = grid === undefined ? [128, 192, 224, 256].map((side) => [side, side]) : [grid]
  return layers.find((strides) => grids.some((sides) => 2 * countCells(sides, strides) === count))
}

/** Returns the centres of all anchors in units of the grid, x and y one after the other. */
function centersOf([rows, columns]: readonly [number, number], strides: readonly number[]): Float64Array {
  const centers: number[] = []
  for (const stride of new Set(strides)) {
    const each = 2 * strides.filter((other) => other === stride).length
    for (let y = 0; y < Math.ceil(rows / stride); y++)
      for (let x = 0; x < Math.ceil(columns / stride); x++)
        for (let k = 0; k < each; k++) centers.push((x + 0.5) * stride, (y + 0.5) * stride)
  }
  return Float64Array.from(centers)
}
