import { exp } from "@pami/core/tensor"
import { type Column, highestAt, isInsideUnit, sigmoid } from "../../outputs/activation.ts"
import { finiteNumbers, itemStarts } from "../../outputs/choose-output.ts"
import { isFloat, named } from "../../outputs/fit.ts"
import { boxReader, type Corners } from "../boxes.ts"
import { countCells, type DetectionFacts, type DetectionFormat, type DetectionLayout } from "../layout.ts"
import { itemAxes, type LayoutKind } from "../layout.ts"

const strides = [8, 16, 32]
// Rows of 6 or 7 numbers and few boxes are a list after suppression.
const mostRows = 1000

/** One output with all boxes: YOLO v5, v7, v8 to v12, YOLOX. */
export const yolo: LayoutKind = {
  formats: ["yolov5", "yolov8", "yolox"],
  recognize(outputs, facts) {
    const masks = outputs.find(({ shape }) => shape.length === 4)
    return outputs.flatMap((output) => {
      const axes = itemAxes(output, 3)
      if (axes === undefined || !isFloat(output)) return []
      return formatsOf(axes, facts).map(([format, clear, boxes]): DetectionLayout => ({
        format,
        output: output.name,
        why:
          boxes === undefined
            ? `${named(output)} may hold a row of numbers for each box`
            : `${named(output)} has ${boxes} for an input of ${facts.grid!.join(" x ")}`,
        clear: clear && masks === undefined,
        boxes: [output.name],
        scores: [],
        classes: [],
        suppressed: false,
        batch: true,
      }))
    })
  },
  open({ format, output }, { original, baseline, grid }, options) {
    const [, first, second] = original[output].shape
    const across = first < second && format === "yolov8"
    const [width, count] = across ? [first, second] : [second, first]
    const head = format === "yolov8" ? 4 : 5
    // Coefficients of masks follow the classes (YOLO for segmentation).
    const prototypes = Object.values(original).find(({ shape }) => shape.length === 4)?.shape[1] ?? 0
    const extra = prototypes < width - head ? prototypes : 0
    const { labels = width - head - extra } = options
    const classes = Math.max(1, Math.min(labels, width - head - extra))
    // Numbers of a box are `step` apart, boxes `next`.
    const [step, next] = across ? [count, 1] : [1, width]
    const samples = [
      finiteNumbers(original[output], output, "the input"),
      finiteNumbers(baseline[output], output, "the fully masked input"),
    ]
    const isUnit = samples.every((data) =>
      isUnitFrom(data, { from: 4, to: head + classes, step, next, count }),
    )
    const activation = options.activation ?? (isUnit ? "none" : "sigmoid")
    const score = activation === "none" ? (x: number) => x : sigmoid
    const { coding = "center" } = options
    const cells = format === "yolox" && hasNegativeSizes(samples[0], width, count) ? cellsOf(grid) : undefined
    const plain = boxReader(coding, step)
    const boxAt =
      cells === undefined ? plain : (data: ArrayLike<number>, at: number, i: number) => cells(data, at, i)
    return {
      settings: { activation, coding, decoded: cells === undefined, classCount: classes },
      read: (outputs, items) => {
        const { data, at } = itemStarts(outputs, output, width * count, items)
        const column: Column = { data, stride: step, classes }
        return (item) => ({
          count,
          box: (i) => boxAt(data, at(item) + i * next, i),
          score: (i, cls) => {
            const from = at(item) + i * next
            const objectness = head === 5 ? score(data[from + 4 * step]) : 1
            return cls < classes ? objectness * score(data[from + (head + cls) * step]) : 0
          },
          best: (i) => highestAt(column, at(item) + i * next + head * step, 0, classes),
        })
      },
    }
  },
}

/** Returns the formats that an output may have, whether it surely has them, and the evidence. */
function formatsOf(
  [first, second]: readonly (number | null)[],
  { grid, labels, format }: DetectionFacts,
): [DetectionFormat, boolean, string?][] {
  if (format !== undefined) {
    const least = format === "yolov8" ? 5 : 6
    const width = format === "yolov8" ? Math.min(first ?? Infinity, second ?? Infinity) : (second ?? Infinity)
    return yolo.formats.includes(format) && width >= least ? [[format, false]] : []
  }
  const cells = grid?.length === 2 ? countCells(grid, strides) : undefined
  if (first !== null && first >= 5 && (second === null || second > first || second === cells))
    return [second === cells ? ["yolov8", true, `a column for each of ${cells} cells`] : ["yolov8", false]]
  if (second === null || second < 5 || (first !== null && first <= second)) return []
  if (first === cells)
    return labels !== undefined && second === 4 + labels
      ? [["yolov8", true, `a row for each of ${cells} cells`]]
      : [["yolox", true, `a row for each of ${cells} cells`]]
  if (cells !== undefined && first === 3 * cells)
    return [["yolov5", true, `three rows for each of ${cells} cells`]]
  const isRows = second <= 7 && (first ?? 0) <= mostRows
  return second > 5 && !isRows ? [["yolov5", false]] : []
}

interface Numbers {
  readonly from: number
  readonly to: number
  readonly step: number
  readonly next: number
  readonly count: number
}

/** Returns whether objectness and classes of all boxes lie between 0 and 1. */
function isUnitFrom(data: ArrayLike<number>, { from, to, step, next, count }: Numbers): boolean {
  for (let i = 0; i < count; i++)
    for (let k = from; k < to; k++) if (!isInsideUnit(data[i * next + k * step])) return false
  return true
}

// YOLOX exports logarithms of sizes, in cells, unless it decodes them in the model.
function hasNegativeSizes(data: ArrayLike<number>, width: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (data[i * width + 2] < 0 || data[i * width + 3] < 0) return true
  return false
}

/** Returns the reader of a box that YOLOX states by its cell: offsets in cells, and logarithms of sizes. */
function cellsOf([rows, columns]: readonly [number, number]) {
  const cells: { x: number; y: number; stride: number }[] = []
  for (const stride of strides)
    for (let y = 0; y < Math.ceil(rows / stride); y++)
      for (let x = 0; x < Math.ceil(columns / stride); x++) cells.push({ x, y, stride })
  return (data: ArrayLike<number>, at: number, i: number): Corners => {
    const { x, y, stride } = cells[i] ?? { x: 0, y: 0, stride: 0 }
    const [centerX, centerY] = [(data[at] + x) * stride, (data[at + 1] + y) * stride]
    const [width, height] = [exp(data[at + 2]) * stride, exp(data[at + 3]) * stride]
    return {
      left: centerX - width / 2,
      top: centerY - height / 2,
      right: centerX + width / 2,
      bottom: centerY + height / 2,
    }
  }
}
