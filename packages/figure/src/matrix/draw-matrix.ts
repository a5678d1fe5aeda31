import type { Scale } from "@pami/core"
import { divergingColorMapNames } from "../color-maps.ts"
import type { FigureTools } from "../layout/figure-tools.ts"
import type { FigurePrediction } from "../layout/prediction-list.ts"
import type { WordTarget } from "../text/word-target.ts"
import { valueRange } from "../value-range.ts"
import { layOutMatrix } from "./lay-out-matrix.ts"

/** Options of {@link drawMatrix}. */
export interface DrawMatrixOptions {
  /** The words of the input, in reading order, at least one: the columns. */
  readonly inputs: readonly string[]
  /**
   * The words of the answer, in reading order, at least one: the rows. Each map has a number for each word of the input; all share
   * one range of colours, by default from the lowest to the highest number of all. The colour map of the first is that of all.
   */
  readonly targets: readonly WordTarget[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** The model's top classes or answers, best first. Default: none. */
  readonly predictions?: readonly FigurePrediction[]
  /** The kind of scores; probabilities appear in per cent. */
  readonly scoreScale: Scale
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
  /** Text beside the colour bar. Default: the unit of the scores, as in "probability". */
  readonly unit?: string
  /** Most rows and most columns, those of the highest importance; the figure says how many are left out. Default: 60. */
  readonly most?: number
}

/**
 * Draws the importance of the words of the input, in columns, for the words of the answer, in rows. Words that do not depend on the
 * input have a grey row. In small matrices, cells also show their numbers.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a word, for a map of another size than the words, and for an option out of range
 *
 * @example
 * import { drawMatrix } from "@pami/figure"
 * import { dejavuSans } from "@pami/figure/node"
 *
 * const inputs = ["le", "chat", "dort"]
 * const targets = [
 *   { label: "the", score: 0.9, map: Float32Array.of(0.8, 0.2, 0.1) },
 *   { label: "cat", score: 0.8, map: Float32Array.of(0.1, 0.9, 0.2) },
 * ]
 * const options = { inputs, targets, title: "Why “the cat”?", scoreScale: { unit: "probability" } } as const
 * const svg = await drawMatrix(options, { fonts: await dejavuSans() })
 */
export async function drawMatrix(
  options: DrawMatrixOptions,
  { fonts }: Pick<FigureTools, "fonts">,
): Promise<string> {
  const {
    inputs,
    targets,
    title,
    subtitle = "",
    predictions = [],
    scoreScale,
    footer = [],
    most = 60,
  } = options
  if (inputs.length === 0) throw new RangeError("a matrix needs at least one word of the input")
  if (targets.length === 0) throw new RangeError("a figure needs at least one target")
  if (!(Number.isSafeInteger(most) && most >= 1))
    throw new RangeError(`most must be a whole number of words from 1, got ${most}`)
  for (const { map } of targets)
    if (map.length !== inputs.length)
      throw new RangeError(`a map of ${inputs.length} words has as many values, not ${map.length}`)
  const [
    { colorMap = targets.some(({ versus }) => versus !== undefined) ? "blue-red" : "viridis", min, max },
  ] = targets
  const isDiverging = divergingColorMapNames.includes(colorMap)
  const rank = (value: number) => (Number.isNaN(value) ? -Infinity : isDiverging ? Math.abs(value) : value)
  const dependent = targets.filter(({ depends = true }) => depends)
  const rows = strongest(
    targets.map(({ map, depends = true }) =>
      depends ? map.reduce((peak, value) => Math.max(peak, rank(value)), -Infinity) : -Infinity,
    ),
    most,
  )
  const columns = strongest(
    inputs.map((_, column) =>
      dependent.reduce((peak, { map }) => Math.max(peak, rank(map[column])), -Infinity),
    ),
    most,
  )
  const all = Float32Array.from(dependent.flatMap(({ map }) => [...map]))
  const unit = options.unit ?? targets[0].unit
  const ends = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
  return layOutMatrix({
    fonts,
    title,
    subtitle,
    predictions,
    scoreScale,
    footer,
    columns: columns.map((index) => ({ text: inputs[index], index })),
    rows: rows.map((index) => {
      const { label, score, map, depends = true } = targets[index]
      const values = depends ? columns.map((column) => map[column]) : undefined
      return { text: label, index, ...(score === undefined ? {} : { score }), values }
    }),
    counts: { columns: inputs.length, rows: targets.length },
    colorMap,
    range: valueRange(all, { colorMap, ...ends }),
    unit: [{ text: unit ?? scoreScale.unit.replace("-", " ") }],
  })
}

/** Returns the indices of the items of the highest ranks, ascending. */
function strongest(ranks: readonly number[], most: number): number[] {
  return [...ranks.keys()]
    .toSorted((a, b) => ranks[b] - ranks[a] || a - b)
    .slice(0, most)
    .toSorted((a, b) => a - b)
}
