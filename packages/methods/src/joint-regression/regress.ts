import { contributions, ofPartitions, scoresOf } from "@pami/core"
import type { Explanation, TargetId } from "@pami/core"
import { designOf } from "../shared/design.ts"
import type { Design } from "../shared/design.ts"
import { scoredParts } from "../shared/read.ts"
import type { Segments } from "../shared/segments.ts"
import { regression } from "../shared/solve.ts"
import { kindOf, kinds } from "./evidence.ts"

// Weight of the squared coefficients where a pass has features of length 1.
const ridge = 1

/** Returns the map of responses, one for each pass. */
type MapOf = (responses: Float64Array) => Float64Array

// The features do not depend on the target: all targets of an explanation share one decomposition.
const known = new WeakMap<Explanation, MapOf>()

/**
 * Returns the sum of the coefficients of the parts at each unit, in one ridge regression over all passes. Each
 * part of each segmentation is a feature of every pass: the number of its units that the pass preserves, over the square
 * root of their number. Each kind of passes has an intercept.
 */
export function regress(explanation: Explanation, target: TargetId | undefined): Float64Array {
  let mapOf = known.get(explanation)
  if (mapOf === undefined) known.set(explanation, (mapOf = prepare(explanation)))
  return mapOf(responsesOf(explanation, target))
}

function prepare(explanation: Explanation): MapOf {
  const designs = designsOf(explanation)
  const segmentations = [...designs.values()].map(({ segments }) => segments)
  const areas = Float64Array.from(segmentations.flatMap(areasOf))
  const size = areas.length
  const rows = rowsOf(explanation, designs, areas)
  const kinds = kindsOfPasses(explanation)
  scaleTo1(rows, size)
  centre(rows, kinds, size)
  const coefficientsOf = regression(rows, new Float64Array(kinds.length).fill(1), size, ridge)
  return (responses) => {
    centre(responses, kinds, 1)
    const values = coefficientsOf(responses).map((value, feature) => value / Math.sqrt(areas[feature]))
    const map = new Float64Array(segmentations[0]?.labels.length ?? 0)
    let first = 0
    for (const { labels, count } of segmentations) {
      for (let unit = 0; unit < map.length; unit++) map[unit] += values[first + labels[unit]]
      first += count
    }
    return map
  }
}

// The share of the log-odds in the response, against that of the probability.
const shareOfOdds = 0.5

/**
 * Returns what the regression explains: the score, in units of its spread; of a probability, plus half of its log-odds, which
 * tell passes of low and of high probability apart.
 */
function responsesOf(explanation: Explanation, target: TargetId | undefined): Float64Array {
  const scores = overSpread(scoresOf(explanation, target))
  if (explanation.scale.unit !== "probability") return scores
  const odds = overSpread(scoresOf(explanation, target, contributions["log-odds"]))
  return scores.map((score, pass) => score + shareOfOdds * odds[pass])
}

/** Returns values over their standard deviation; zeros if they are all the same. */
function overSpread(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const factor = variance > 0 ? 1 / Math.sqrt(variance) : 0
  return values.map((value) => (value - mean) * factor)
}

/** Returns the kind of each pass, as a number. */
function kindsOfPasses(explanation: Explanation): number[] {
  return scoredParts(explanation).flatMap((parts, index) => {
    const kind = kinds.indexOf(kindOf(explanation.partitions[index]).kind)
    return parts.map(() => kind)
  })
}

/** Returns, for each segmentation, the design of the passes that preserve its parts, as far as they tell parts apart. */
function designsOf(explanation: Explanation): Map<string, Design> {
  const names = new Set(explanation.partitions.map((partition) => kindOf(partition).segmentation))
  const designOfName = (name: string) =>
    designOf(ofPartitions(explanation, (partition) => kindOf(partition).segmentation === name))
  return new Map([...names].map((name) => [name, designOfName(name)]))
}

function areasOf({ count, labels }: Segments): number[] {
  const areas = Array.from({ length: count }, () => 0)
  for (const label of labels) areas[label]++
  return areas
}

/**
 * Returns the features of each pass, `[passes, areas.length]`: the number of preserved units of each part of each
 * segmentation, over the square root of all its units.
 */
function rowsOf(
  explanation: Explanation,
  designs: ReadonlyMap<string, Design>,
  areas: Float64Array,
): Float64Array {
  const size = areas.length
  const rows = new Float64Array(explanation.passes * size)
  const segmentations = [...designs.values()].map(({ segments }) => segments)
  // A pass preserves whole parts of its segmentation: the units that they share with all parts are counted once.
  const own = new Map(
    [...designs].map(([name, { segments, rows: preserved }]) => [
      name,
      { count: segments.count, preserved, shared: overlaps(segments, segmentations, size), pass: 0 },
    ]),
  )
  let pass = 0
  for (const [index, parts] of scoredParts(explanation).entries()) {
    const design = own.get(kindOf(explanation.partitions[index]).segmentation)!
    const { count, preserved, shared } = design
    for (let k = 0; k < parts.length; k++, pass++, design.pass++)
      for (let label = 0; label < count; label++) {
        if (preserved[design.pass * count + label] === 0) continue
        for (let feature = 0; feature < size; feature++)
          rows[pass * size + feature] += shared[label * size + feature]
      }
  }
  for (let i = 0; i < rows.length; i++) rows[i] /= Math.sqrt(areas[i % size])
  return rows
}

/** Returns the number of units that each segment shares with each segment of others, `[count, size]`. */
function overlaps(
  { count, labels, borders }: Segments,
  others: readonly Segments[],
  size: number,
): Int32Array {
  const shared = new Int32Array(count * size)
  let first = 0
  for (const other of others) {
    // From border to border of either.
    for (let unit = 0, own = 1, its = 1; unit < labels.length;) {
      const end = Math.min(borders[own], other.borders[its])
      shared[labels[unit] * size + first + other.labels[unit]] += end - unit
      if (borders[own] === end) own++
      if (other.borders[its] === end) its++
      unit = end
    }
    first += other.count
  }
  return shared
}

/** Subtracts from each column the mean of its group, which stands for an intercept without a penalty. */
function centre(rows: Float64Array, groups: readonly number[], size: number): void {
  for (const group of new Set(groups)) {
    const members = groups.flatMap((own, index) => (own === group ? [index] : []))
    for (let column = 0; column < size; column++) {
      let mean = 0
      for (const index of members) mean += rows[index * size + column]
      mean /= members.length
      for (const index of members) rows[index * size + column] -= mean
    }
  }
}

/** Scales rows so that their mean squared distance from their mean is 1. */
function scaleTo1(rows: Float64Array, size: number): void {
  const count = rows.length / size
  let spread = 0
  for (let column = 0; column < size; column++) {
    let [sum, squares] = [0, 0]
    for (let index = column; index < rows.length; index += size) {
      sum += rows[index]
      squares += rows[index] * rows[index]
    }
    spread += squares / count - (sum / count) ** 2
  }
  if (!(spread > 0)) return
  const factor = 1 / Math.sqrt(spread)
  for (let index = 0; index < rows.length; index++) rows[index] *= factor
}
