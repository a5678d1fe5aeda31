import type { TensorInfo } from "@pami/core"
import { decode } from "@pami/core/tensor"
import { isFloat, isInteger, named } from "../../outputs/fit.ts"
import { boxReader } from "../boxes.ts"
import type { DetectionLayout, LayoutKind } from "../layout.ts"
import { rowsOf } from "./rows.ts"

const scoreWords = /score|conf|prob/i
const classWords = /class|label|cls|categor/i

/** Boxes, scores and classes apart, after suppression: torchvision, TensorFlow's detection API, TensorRT, MMDetection. */
export const lists: LayoutKind = {
  formats: ["lists"],
  recognize: (outputs) =>
    outputs.filter(isBoxes).flatMap((boxes): DetectionLayout[] => {
      const beside = outputs.filter((other) => other !== boxes && isBeside(other, boxes))
      const classes = beside.find(({ name, dtype }) => classWords.test(name) || isInteger({ dtype }))
      const scores =
        boxes.shape.at(-1) === 5
          ? boxes
          : beside.find((other) => other !== classes && isFloat(other) && !classWords.test(other.name))
      if (scores === undefined || (classes === undefined && !scoreWords.test(scores.name))) return []
      // Five numbers and no class are rows.
      if (scores === boxes && classes === undefined) return []
      const others = [scores, ...(classes === undefined ? [] : [classes])].filter((other) => other !== boxes)
      return [
        {
          format: "lists",
          output: boxes.name,
          why: `${named(boxes)} has a list of boxes, ${others.map(named).join(" and ")} one number for each`,
          clear: true,
          boxes: [boxes.name],
          scores: [scores.name],
          classes: classes === undefined ? [] : [classes.name],
          suppressed: true,
          batch: boxes.shape.length === 3,
        },
      ]
    }),
  open({ output, scores: [scores], classes: [classes] }, { original }, options) {
    // Numbers of a box, with its score behind it in the manner of MMDetection.
    const width = original[output].shape.at(-1)!
    const { coding = /detection_boxes/.test(output) ? "corners-yx" : "corners" } = options
    const boxAt = boxReader(coding)
    return {
      settings: { coding },
      read: (outputs, items) => {
        const boxes = rowsOf(outputs[output], items, output)
        const count = boxes.size / width
        const scoresOf = scores === output ? undefined : decode(outputs[scores])
        const classesOf = classes === undefined ? undefined : decode(outputs[classes])
        return (item) => {
          const classAt = (i: number) => classesOf?.[item * count + i] ?? 0
          const scoreAt = (i: number) =>
            scoresOf?.[item * count + i] ?? boxes.data[item * boxes.size + i * width + 4]
          return {
            count,
            box: (i) => boxAt(boxes.data, item * boxes.size + i * width),
            score: (i, cls) => (classAt(i) === cls ? scoreAt(i) : 0),
            best: classAt,
          }
        }
      },
    }
  },
}

function isBoxes(output: TensorInfo): boolean {
  const { shape } = output
  const width = shape.at(-1)
  return isFloat(output) && (shape.length === 2 || shape.length === 3) && (width === 4 || width === 5)
}

/** Returns whether an output has one number for each box: `[N, boxes]`, `[boxes]`. */
function isBeside({ shape }: TensorInfo, boxes: TensorInfo): boolean {
  return (
    shape.length === boxes.shape.length - 1 && shape.every((length, axis) => length === boxes.shape[axis])
  )
}
