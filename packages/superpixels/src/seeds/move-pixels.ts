import { splitsPart } from "./histograms.ts"
import type { Histograms } from "./histograms.ts"

/**
 * Sweeps over the pixels at the outlines, along rows, then along columns. A pixel moves to the part across the outline
 * if its colour is more frequent there, weighted by the number of neighbours in either part.
 *
 * @param labels part of each pixel, `[height * width]`; updated in place, as are the histograms
 * @param prior 0 to 5: weight of the neighbours
 */
export function movePixels(
  labels: Int32Array,
  width: number,
  height: number,
  histograms: Histograms,
  prior: number,
  iterations: number,
): void {
  for (let iteration = 0; iteration < iterations; iteration++) {
    // The two sides of an outline take turns at the first move, so that outlines do not drift.
    const forward = iteration % 2 === 0
    for (let y = 1; y < height - 1; y++) {
      moveLine(labels, histograms, prior, y * width, width, 1, width, forward)
    }
    for (let x = 1; x < width - 1; x++) {
      moveLine(labels, histograms, prior, x, height, width, 1, forward)
    }
    if (height > 1) {
      followInside(labels, histograms, 0, width, 1, width)
      followInside(labels, histograms, (height - 1) * width, width, 1, -width)
    }
    if (width > 1) {
      followInside(labels, histograms, 0, height, width, 1)
      followInside(labels, histograms, width - 1, height, width, -1)
    }
  }
}

/**
 * Moves pixels at the border of the image, which {@link moveLine} never reaches, to the part of their inner neighbour,
 * unless that splits their part. A run of border pixels shrinks from both ends, hence both directions.
 */
function followInside(
  labels: Int32Array,
  histograms: Histograms,
  start: number,
  length: number,
  along: number,
  inward: number,
): void {
  for (let step = 0; step < 2 * length; step++) {
    const place = step < length ? step : 2 * length - 1 - step
    const at = start + place * along
    const part = labels[at]
    if (labels[at + inward] === part) continue
    const before = place > 0 && labels[at - along] === part
    const after = place < length - 1 && labels[at + along] === part
    if (!(before && after)) move(labels, histograms, at, labels[at + inward])
  }
}

/** Tries to move one of the two pixels at each outline along a line of `length` pixels from `start`, `along` apart. */
function moveLine(
  labels: Int32Array,
  histograms: Histograms,
  prior: number,
  start: number,
  length: number,
  along: number,
  across: number,
  forward: boolean,
): void {
  const end = start + (length - 2) * along
  let last = labels[start + along]
  for (let at = start + along; at < end; at += along) {
    const label = last
    last = labels[at + along]
    // Most pixels are not at an outline: each costs one load and one comparison.
    while (last === label && at < end - along) {
      at += along
      last = labels[at + along]
    }
    if (last === label) break
    const first = forward ? at : at + along
    const second = forward ? at + along : at
    const ahead = second - first
    if (splitsPart(labels, first, -ahead, across)) continue
    const from = labels[first]
    const to = labels[second]
    const around = countNeighbours(labels, at, along, across, from, to)
    const here = around & 15
    const there = around >> 4
    let moved = -1
    if (fitsBetter(histograms, prior, first, from, to, here, there)) {
      move(labels, histograms, first, to)
      moved = first
    } else if (
      !splitsPart(labels, second, ahead, across) &&
      fitsBetter(histograms, prior, second, to, from, there, here)
    ) {
      move(labels, histograms, second, from)
      moved = second
    }
    // A pixel that has just moved is not considered again from its other side.
    if (moved === at + along) at += along
    last = labels[at + along]
  }
}

/**
 * Returns how many of the ten pixels around the pair `at`, `at + along` belong to `part`, plus 16 for each that
 * belongs to `other`. Beside a pair along a column, OpenCV reads the second pixel to the right instead of the first.
 * This function does the same, so that the outlines equal OpenCV's.
 */
function countNeighbours(
  labels: Int32Array,
  at: number,
  along: number,
  across: number,
  part: number,
  other: number,
): number {
  const next = at + along
  const before = at - along
  const after = next + along
  const right = along > across ? 2 * across : across
  let count = 0
  let label = labels[before - across]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[before]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[before + across]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[at - across]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[at + right]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[next - across]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[next + right]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[after - across]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[after]
  count += label === part ? 1 : label === other ? 16 : 0
  label = labels[after + across]
  count += label === part ? 1 : label === other ? 16 : 0
  return count
}

/**
 * Returns whether a pixel's colour is more frequent in `to` than in its own part `from`, weighted by its `there` and
 * `here` neighbours in them. A prior above 1 weights the sizes of the parts a second time, which keeps them similar,
 * and squares the ratio of neighbours once per step.
 */
function fitsBetter(
  { cells, cellOf, counts, sizes }: Histograms,
  prior: number,
  pixel: number,
  from: number,
  to: number,
  here: number,
  there: number,
): boolean {
  const cell = cellOf[pixel]
  let stays = counts[from * cells + cell] * sizes[to]
  let goes = counts[to * cells + cell] * sizes[from]
  if (prior === 0) return goes > stays
  let ratio = there === 0 ? 1 : here / there
  for (let step = 1; step < prior; step++) ratio *= ratio
  if (prior > 1) {
    stays *= sizes[to]
    goes *= sizes[from]
  }
  return goes > stays * ratio
}

/** Moves a pixel to the part `to`. */
function move(
  labels: Int32Array,
  { cells, cellOf, counts, sizes }: Histograms,
  pixel: number,
  to: number,
): void {
  const from = labels[pixel]
  if (from === to) return
  const cell = cellOf[pixel]
  counts[from * cells + cell]--
  counts[to * cells + cell]++
  sizes[from]--
  sizes[to]++
  labels[pixel] = to
}
