import type { Tensor } from "@pami/core"
import { decode } from "@pami/core/tensor"
import { targetsError } from "../../error-code.ts"
import { isFloat, named } from "../../outputs/fit.ts"
import { boxReader } from "../boxes.ts"
import type { DetectionLayout, LayoutKind, RowColumns } from "../layout.ts"

interface Columns {
  readonly width: number
  readonly box: number
  readonly score: number
  readonly class: number | undefined
}

// In the order in which they are tried.
const layouts: Readonly<Record<RowColumns, Columns>> = {
  "box-score": { width: 5, box: 0, score: 4, class: undefined },
  "box-score-class": { width: 6, box: 0, score: 4, class: 5 },
  "box-class-score": { width: 6, box: 0, score: 5, class: 4 },
  "class-score-box": { width: 6, box: 2, score: 1, class: 0 },
  "item-box-class-score": { width: 7, box: 1, score: 6, class: 5 },
  "item-class-score-box": { width: 7, box: 3, score: 2, class: 1 },
}

// Models that keep a fixed number of boxes keep 100 to 300.
const mostRows = 1000

/** A row for each box: CenterNet, YOLOv10, and most exports with suppression inside. */
export const rows: LayoutKind = {
  formats: ["rows"],
  recognize: (outputs) =>
    outputs.flatMap((output): DetectionLayout[] => {
      const { shape } = output
      const width = shape.at(-1)
      const count = shape.at(-2)
      const isRows = shape.length >= 2 && shape.length <= 4 && (width === 5 || width === 6 || width === 7)
      const isFlat = shape.length < 4 || shape[1] === 1
      if (!isRows || !isFlat || !isFloat(output) || (count ?? 0) > mostRows) return []
      return [
        {
          format: "rows",
          output: output.name,
          why: `${named(output)} has a row of ${width} numbers for each of ${count ?? "any number of"} boxes`,
          clear: shape.length > 2 && width !== 5,
          boxes: [output.name],
          scores: [],
          classes: [],
          suppressed: true,
          // Rows that state their item are of all items in a row.
          batch: shape.length === 3,
        },
      ]
    }),
  open({ output }, { original, baseline }, options) {
    const columns = options.columns ?? columnsOf([original[output], baseline[output]], output)
    const { width, box, score, class: cls } = layouts[columns]
    const { coding = "corners" } = options
    const boxAt = boxReader(coding)
    return {
      settings: { columns, coding },
      read: (outputs, items) => {
        const { data, size } = rowsOf(outputs[output], items, output)
        return (item) => {
          const at = (i: number) => item * size + i * width
          const classAt = (i: number) => (cls === undefined ? 0 : data[at(i) + cls])
          return {
            count: size / width,
            box: (i) => boxAt(data, at(i) + box),
            score: (i, asked) => (classAt(i) === asked ? data[at(i) + score] : 0),
            best: classAt,
          }
        }
      },
    }
  },
}

/** Returns the numbers of rows and how many of them each item has. */
export function rowsOf(tensor: Tensor, items: number, output: string) {
  const data = decode(tensor)
  const all = tensor.shape.length === 3 ? tensor.shape[0] : 1
  if (all < items)
    throw targetsError(
      "OUTPUT_UNSUITABLE",
      `output "${output}" ${tensor.dtype} [${tensor.shape.join(", ")}] does not say which box is of which of ${items} items: run one item at a time`,
      { output, items },
    )
  return { data, size: all === 0 ? 0 : data.length / all }
}

/** Returns the columns that fit all rows. */
function columnsOf(tensors: readonly Tensor[], output: string): RowColumns {
  const width = tensors[0].shape.at(-1)!
  const data = tensors.flatMap((tensor) => [...decode(tensor)])
  const found = (Object.keys(layouts) as RowColumns[]).find(
    (name) => layouts[name].width === width && fits(data, layouts[name]),
  )
  if (found !== undefined) return found
  const names = (Object.keys(layouts) as RowColumns[]).filter((name) => layouts[name].width === width)
  throw targetsError(
    "BOXES_UNRECOGNIZED",
    `the rows of output "${output}" are none of ${names.join(", ")} with scores from 0 to 1 and whole class numbers. Name the columns, or give a decoder.`,
    { output, columns: names },
  )
}

function fits(data: readonly number[], { width, box, score, class: cls }: Columns): boolean {
  for (let at = 0; at < data.length; at += width) {
    const isPadding = width === 7 && data[at] < 0
    const isScore = data[at + score] >= 0 && data[at + score] <= 1
    const isClass = cls === undefined || Number.isInteger(data[at + cls])
    const isItem = width < 7 || Number.isInteger(data[at])
    const isBox = data[at + box + 2] >= data[at + box] && data[at + box + 3] >= data[at + box + 1]
    if (!isPadding && !(isScore && isClass && isItem && isBox)) return false
  }
  return true
}
