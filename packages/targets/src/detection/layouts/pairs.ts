import type { TensorInfo } from "@pami/core"
import {
  type Column,
  highestAt,
  insideUnit,
  probabilityAt,
  type ScoreActivation,
} from "../../outputs/activation.ts"
import { finiteNumbers, itemStarts } from "../../outputs/choose-output.ts"
import { isFloat, named } from "../../outputs/fit.ts"
import { type BoxCoding, boxReader } from "../boxes.ts"
import type { DetectionFormat, DetectionLayout, LayoutKind } from "../layout.ts"

const boxWords = /box|loc\b|location|coord|bbox/i
const scoreWords = /score|conf|logit|class|cls|prob/i

/** Boxes and class scores in two outputs, before suppression: SSD, RFB, DETR. */
export const pairs: LayoutKind = {
  formats: ["ssd", "detr"],
  recognize(outputs, { format }) {
    const floats = outputs.filter(isFloat)
    const found = floats.flatMap((boxes) =>
      floats.filter((scores) => isPair(boxes, scores)).map((scores) => layoutOf(boxes, scores, format)),
    )
    // TensorFlow's detection API has boxes before and after suppression.
    const raw = found.filter(({ output }) => output.includes("raw"))
    return raw.length > 0 ? raw : found
  },
  open({ format, output, scores: [scores] }, { original, baseline }, options) {
    const classes = original[scores].shape.at(-1)!
    const count = original[scores].data.length / classes
    const samples = [original, baseline].map((outputs, i) =>
      finiteNumbers(outputs[scores], scores, i === 0 ? "the input" : "the fully masked input"),
    )
    const { background, ...decided } = decideScores(samples, classes, options.background)
    const { activation = decided.activation } = options
    const boxes = finiteNumbers(original[output], output, "the input")
    const { coding = format === "detr" ? "center" : codingOf(output, boxes) } = options
    const read = boxReader(coding)
    const first = background === "first" ? 1 : 0
    const end = background === "last" ? classes - 1 : classes
    // With a name for each class but the background, the first class after it is 0.
    const shift = background === "first" && options.labels === classes - 1 ? 1 : 0
    return {
      settings: { activation, background, coding, classCount: classes - (background === "none" ? 0 : 1) },
      read: (outputs, items) => {
        const places = itemStarts(outputs, output, count * 4, items)
        const { data, at } = itemStarts(outputs, scores, count * classes, items)
        const column: Column = { data, stride: 1, classes }
        return (item) => ({
          count,
          box: (i) => read(places.data, places.at(item) + i * 4),
          score: (i, cls) => {
            const k = cls + shift
            return k >= first && k < end ? probabilityAt(column, at(item) + i * classes, k, activation) : 0
          },
          best: (i) => highestAt(column, at(item) + i * classes, first, end) - shift,
        })
      },
    }
  },
}

/** Returns whether outputs are `[N, boxes, 4]`, also with an axis of length one, and `[N, boxes, classes]`. */
function isPair(boxes: TensorInfo, scores: TensorInfo): boolean {
  const { length: rank } = boxes.shape
  const isBoxes = boxes.shape.at(-1) === 4 && (rank === 3 || (rank === 4 && boxes.shape[2] === 1))
  const isSame = boxes.shape[1] === scores.shape[1]
  if (!isBoxes || scores.shape.length !== 3 || !isSame || boxes.name === scores.name) return false
  // Four classes: only the names say which output holds boxes.
  return scores.shape[2] !== 4 || (boxWords.test(boxes.name) && !boxWords.test(scores.name))
}

function layoutOf(
  boxes: TensorInfo,
  scores: TensorInfo,
  asked: DetectionFormat | undefined,
): DetectionLayout {
  const isDetr = /pred_boxes/i.test(boxes.name) || (/logits/i.test(scores.name) && boxWords.test(boxes.name))
  return {
    format: asked === "ssd" || asked === "detr" ? asked : isDetr ? "detr" : "ssd",
    output: boxes.name,
    why: `${named(boxes)} has four numbers for each box, ${named(scores)} a score for each of its classes`,
    clear: boxWords.test(boxes.name) || scoreWords.test(scores.name) || (boxes.shape[1] ?? 0) > 16,
    boxes: [boxes.name],
    scores: [scores.name],
    classes: [],
    suppressed: false,
    batch: true,
  }
}

type Background = "first" | "last" | "none"

/**
 * Returns the background class and the activation that the scores show. Most boxes of a detector show nothing: where the
 * first or the last class wins most of them, with a number that would be above 1/2 as a sigmoid too, it is the background.
 */
function decideScores(
  samples: readonly (Float32Array | Float64Array)[],
  classes: number,
  asked: Background | undefined,
): { activation: ScoreActivation; background: Background } {
  const isUnit = samples.every(insideUnit)
  const [data] = samples
  const rows = data.length / classes
  let [first, last, sumsToOne] = [0, 0, true]
  for (let row = 0, from = 0; row < rows; row++, from += classes) {
    const best = highestAt({ data, stride: 1, classes }, from, 0, classes)
    const wins = data[from + best] > (isUnit ? 0.5 : 0)
    if (wins && best === 0) first++
    if (wins && best === classes - 1) last++
    let sum = 0
    for (let c = 0; c < classes; c++) sum += data[from + c]
    if (Math.abs(sum - 1) > 5e-3) sumsToOne = false
  }
  const most = first > rows / 2 ? "first" : last > rows / 2 ? "last" : "none"
  const background = asked ?? (classes < 2 || (isUnit && !sumsToOne) ? "none" : most)
  return { activation: isUnit ? "none" : background === "none" ? "sigmoid" : "softmax", background }
}

/** Returns the coding that fits: corners, unless boxes then end before they begin. */
function codingOf(name: string, data: ArrayLike<number>): BoxCoding {
  if (/detection_boxes/.test(name)) return "corners-yx"
  let reversed = 0
  for (let i = 0; i < data.length; i += 4) if (data[i + 2] < data[i] || data[i + 3] < data[i + 1]) reversed++
  // Rounding may reverse a box without area.
  return reversed > data.length / 4 / 100 ? "center" : "corners"
}
