import { ofPartitions, scoresOf, unitsOf } from "@pami/core"
import type { Explanation, Part, TargetId } from "@pami/core"
import { designOf } from "../shared/design.ts"
import { scoredParts } from "../shared/read.ts"
import type { Segments } from "../shared/segments.ts"
import { leastSquares } from "../shared/solve.ts"
import { kindOf, kinds } from "./evidence.ts"

// Weight of the squared coefficients where a pass has features of length 1.
const ridge = 1

/** A pass: the part that it preserves, and its kind. */
interface Pass {
  readonly part: Part
  readonly kind: number
}

/**
 * Returns the sum of the coefficients of the parts at each unit, in one ridge regression over all passes. Each
 * part of each segmentation is a feature of every pass: the number of its units that the pass preserves, over the square
 * root of their number. Each kind of passes has an intercept.
 */
export function regress(explanation: Explanation, target: TargetId | undefined): Float64Array {
  const responses = responsesOf(explanation, target)
  const passes = passesIn(explanation)
  const segmentations = segmentationsOf(explanation)
  const areas = segmentations.map(areasOf)
  const size = areas.reduce((sum, { length }) => sum + length, 0)
  const rows = new Float64Array(passes.length * size)
  for (const [i, { part }] of passes.entries()) {
    const row = rows.subarray(i * size, (i + 1) * size)
    fillRow(row, part, segmentations, areas)
  }
  const groups = passes.map(({ kind }) => kind)
  scaleTo1(rows, size)
  centre(rows, groups, size)
  centre(responses, groups, 1)
  const scale = Float64Array.from(
    areas.flatMap((one) => [...one]),
    (area) => 1 / Math.sqrt(area),
  )
  const weights = new Float64Array(passes.length).fill(1)
  const coefficients = leastSquares(rows, responses, weights, size, ridge)
  const map = new Float64Array(segmentations[0]?.labels.length ?? 0)
  let first = 0
  for (const { labels, count } of segmentations) {
    for (let unit = 0; unit < map.length; unit++)
      map[unit] += coefficients[first + labels[unit]] * scale[first + labels[unit]]
    first += count
  }
  return map
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
  const odds = overSpread(scoresOf(explanation, target, "log-odds"))
  return scores.map((score, pass) => score + shareOfOdds * odds[pass])
}

/** Returns values over their standard deviation; zeros if they are all the same. */
function overSpread(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const factor = variance > 0 ? 1 / Math.sqrt(variance) : 0
  return values.map((value) => (value - mean) * factor)
}

function passesIn(explanation: Explanation): Pass[] {
  return scoredParts(explanation).flatMap((parts, index) => {
    const kind = kinds.indexOf(kindOf(explanation.partitions[index]).kind)
    return parts.map((part) => ({ part, kind }))
  })
}

/** Returns the parts of each segmentation, as far as its passes tell them apart. */
function segmentationsOf(explanation: Explanation): Segments[] {
  const names = new Set(explanation.partitions.map((partition) => kindOf(partition).segmentation))
  return [...names].map(
    (name) =>
      designOf(ofPartitions(explanation, (partition) => kindOf(partition).segmentation === name)).segments,
  )
}

function areasOf({ count, labels }: Segments): Float64Array {
  const areas = new Float64Array(count)
  for (const label of labels) areas[label]++
  return areas
}

/** Counts the preserved units of each part of each segmentation, over the square root of all its units. */
function fillRow(
  row: Float64Array,
  part: Part,
  segmentations: readonly Segments[],
  areas: readonly Float64Array[],
): void {
  let first = 0
  for (const [index, { labels, count }] of segmentations.entries()) {
    const own = row.subarray(first, first + count)
    const half = unitsOf(part) > labels.length / 2
    forEachRun(part, labels.length, half, (start, end) => {
      for (let unit = start; unit < end; unit++) own[labels[unit]]++
    })
    for (const [label, area] of areas[index].entries())
      own[label] = (half ? area - own[label] : own[label]) / Math.sqrt(area)
    first += count
  }
}

/** Visits the runs of a part, or those of its complement: the shorter of the two is faster to count. */
function forEachRun(
  part: Part,
  units: number,
  complement: boolean,
  visit: (start: number, end: number) => void,
): void {
  if (!complement) {
    for (let i = 0; i < part.length; i += 2) visit(part[i], part[i + 1])
    return
  }
  let end = 0
  for (let i = 0; i < part.length; i += 2) {
    visit(end, part[i])
    end = part[i + 1]
  }
  visit(end, units)
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
