import { average, type Explanation, onGrid, type ReadOut, type TargetId } from "@pami/core"
import { gridNamed, onlyGrid } from "../together/only-grid.ts"
import { usualDependence } from "../target/answer-words.ts"

/** How maps of words are read. */
export interface AnswerMapsOptions {
  /** Name of the grid. Default: the first. */
  readonly grid?: string | undefined
  /** Returns the map of a target. Default: `average`, with `readOut`. */
  readonly read?: ((explanation: Explanation, target: TargetId) => Float32Array) | undefined
  /** Options of `average`. Default: the mean score, as in the paper. */
  readonly readOut?: ReadOut | undefined
}

/** The map of one word of an answer. */
export interface AnswerMap {
  /** Number of the word. */
  readonly id: number
  readonly label: string
  /** Its score for the input, and for the fully masked input, in the unit of the explanation's scale. */
  readonly score: number
  readonly baseline: number
  /**
   * Whether the word depends on the input: its probability changes by at least the `dependence` of the target when all of it
   * is masked.
   */
  readonly depends: boolean
  /** Importance of each unit of the grid, row-major. */
  readonly map: Float32Array
}

/** Importance of each unit of an input for each word of an answer. */
export interface AnswerMatrix {
  /** The words of the input. */
  readonly rows: readonly string[]
  /** The words of the answer. */
  readonly columns: readonly AnswerMap[]
  /** Row-major, `[rows, columns]`. */
  readonly values: Float32Array
}

/**
 * Returns a map for each word of an answer, in order, from one explanation.
 *
 * @throws RangeError for a grid that the input does not have
 *
 * @example
 * import { peak } from "@pami/core"
 *
 * const [, red, ball] = answerMaps(explanation)
 * console.log(`${red.label} at ${peak(red.map)}, ${ball.label} at ${peak(ball.map)}`) // red at 0, ball at 1
 */
export function answerMaps(explanation: Explanation, options: AnswerMapsOptions = {}): AnswerMap[] {
  const { grid = explanation.grids[0].name, readOut } = options
  const { read = (own: Explanation, target: TargetId) => average(own, target, readOut) } = options
  const own = onlyGrid(explanation, grid)
  const { dependence } = explanation.provenance.target.settings
  const least = typeof dependence === "number" ? dependence : usualDependence
  const toProbability = explanation.scale.unit === "log-probability" ? Math.exp : (score: number) => score
  return own.targets.flatMap(({ id, label = String(id), score }, position) => {
    if (typeof id !== "number") return []
    const baseline = own.baseline[position]
    const changes = Math.abs(toProbability(score) - toProbability(baseline))
    return [
      { id, label, score, baseline, depends: changes >= least, map: onGrid(read(own, id), own.grids[0]) },
    ]
  })
}

/**
 * Returns a matrix of the words of an input by the words of an answer, from one explanation.
 *
 * @throws RangeError for a grid that the input does not have, or one of several axes, such as an image: see {@link answerMaps}
 *
 * @example
 * const { rows, columns, values } = answerMatrix(translation)
 * console.log(rows.join(" "), "->", columns.map(({ label }) => label).join(" ")) // red ball -> balle rouge
 * console.log(values.length) // 4
 */
export function answerMatrix(explanation: Explanation, options: AnswerMapsOptions = {}): AnswerMatrix {
  const { grid = explanation.grids[0].name } = options
  const { shape, labels } = gridNamed(explanation.grids, grid)
  if (shape.length !== 1)
    throw new RangeError(
      `a matrix has a row for each unit of a grid of one axis; "${grid}" has ${shape.length}. Use answerMaps.`,
    )
  const maps = answerMaps(explanation, options)
  const rows = Array.from({ length: shape[0] }, (_, unit) => labels?.[unit] ?? String(unit))
  const values = new Float32Array(rows.length * maps.length)
  for (const [column, { map }] of maps.entries())
    for (let row = 0; row < rows.length; row++) values[row * maps.length + column] = map[row]
  return { rows, columns: maps, values }
}
