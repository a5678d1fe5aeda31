import { random } from "@pami/core/tensor"

/** Sets of segments to preserve, and their weights in the regression. */
export interface Coalitions {
  /** 1 for each segment of a set, else 0. */
  readonly rows: readonly Uint8Array[]
  readonly weights: Float64Array
}

/**
 * Returns the sets that KernelSHAP samples (as `shap.KernelExplainer` chooses them): all sets of 1 segment and of all but
 * 1, then of 2 and all but 2, as long as the weight of a size earns it that many samples; then random sets of the other
 * sizes, each followed by its complement.
 *
 * @param passes largest number of sets
 */
export function drawCoalitions(segments: number, passes: number, seed: number): Coalitions {
  const sizes = Math.ceil((segments - 1) / 2)
  const paired = Math.floor((segments - 1) / 2)
  const raw = Array.from({ length: sizes }, (_, i) => (segments - 1) / ((i + 1) * (segments - i - 1)))
  const sized = raw.map((weight, i) => (i < paired ? 2 * weight : weight))
  const total = sum(sized)
  const sizeWeights = sized.map((weight) => weight / total)

  const rows: Uint8Array[] = []
  const weights: number[] = []
  const add = (row: Uint8Array, weight: number) => {
    rows.push(row)
    weights.push(weight)
  }
  let remaining = [...sizeWeights]
  let full = 0
  for (; full < sizes; full++) {
    const subsets = binomial(segments, full + 1)
    const isPaired = full < paired
    const count = isPaired ? 2 * subsets : subsets
    if (((passes - rows.length) * remaining[full]) / count < 1 - 1e-8) break
    if (remaining[full] < 1) remaining = remaining.map((weight) => weight / (1 - remaining[full]))
    const weight = sizeWeights[full] / subsets / (isPaired ? 2 : 1)
    for (const chosen of combinations(segments, full + 1)) {
      const row = new Uint8Array(segments)
      for (const segment of chosen) row[segment] = 1
      add(row, weight)
      if (isPaired) add(complement(row), weight)
    }
  }
  if (full < sizes) sample(full)
  return { rows, weights: Float64Array.from(weights) }

  function sample(known: number): void {
    // A pair of samples is drawn at once.
    const halved = sizeWeights.map((weight, i) => (i < paired ? weight / 2 : weight)).slice(known)
    const first = rows.length
    const seen = new Map<string, number>()
    const next = random(seed)
    for (let draws = 4 * (passes - first); draws > 0 && rows.length < passes; draws--) {
      const size = known + 1 + pick(halved, next)
      const row = randomSubset(segments, size, next)
      const key = row.join("")
      const before = seen.get(key)
      const isPaired = size <= paired
      if (before !== undefined) {
        weights[before]++
        if (isPaired && before + 1 < rows.length) weights[before + 1]++
        continue
      }
      seen.set(key, rows.length)
      add(row, 1)
      if (isPaired && rows.length < passes) add(complement(row), 1)
    }
    const scale = sum(sizeWeights.slice(known)) / sum(weights.slice(first))
    for (let i = first; i < weights.length; i++) weights[i] *= scale
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function complement(row: Uint8Array): Uint8Array {
  return row.map((one) => 1 - one)
}

function binomial(n: number, k: number): number {
  let product = 1
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i
  return product
}

/** Yields all choices of `size` numbers below `count`, in lexicographic order. */
function* combinations(count: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield []
  else
    for (let first = from; first <= count - size; first++)
      for (const rest of combinations(count, size - 1, first + 1)) yield [first, ...rest]
}

/** Returns an index, with a probability in proportion to its weight. */
function pick(weights: readonly number[], next: () => number): number {
  let left = next() * sum(weights)
  const found = weights.findIndex((weight) => (left -= weight) < 0)
  return found < 0 ? weights.length - 1 : found
}

function randomSubset(count: number, size: number, next: () => number): Uint8Array {
  const order = Int32Array.from({ length: count }, (_, i) => i)
  const row = new Uint8Array(count)
  for (let i = 0; i < size; i++) {
    const other = i + Math.floor(next() * (count - i))
    ;[order[i], order[other]] = [order[other], order[i]]
    row[order[i]] = 1
  }
  return row
}
