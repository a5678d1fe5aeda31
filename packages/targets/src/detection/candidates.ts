import type { Tensors } from "@pami/core"
import { type Corners, overlap } from "./boxes.ts"

/** Boxes with class scores, of one item, before or after suppression. */
export interface Candidates {
  readonly count: number
  /** Returns a box, in the unit of the outputs. */
  box(index: number): Corners
  /** Returns the score of a class for a box, 0 to 1. */
  score(index: number, cls: number): number
  /** Returns the class of highest score. */
  best(index: number): number
}

/** Returns the candidates of an item of a batch. */
export type ReadCandidates = (outputs: Tensors, count: number) => (item: number) => Candidates

/** A box with the class that the model gives it. */
export interface Found {
  readonly box: Corners
  readonly class: number
  readonly score: number
}

// More boxes than an image has objects: bounds the time of the suppression.
const mostCandidates = 2000
const mostObjects = 300

/**
 * Returns the objects of a prediction, highest score first: a box is suppressed if it overlaps one of higher score and of
 * the same class (greedy non-maximum suppression).
 *
 * @param options `classes` that count; the `least` score of an object: if no box reaches it, the one of highest score is
 *   returned; the `most` that the boxes of two objects of a class overlap
 */
export function suppress(
  candidates: Candidates,
  { classes, least, most }: { classes: readonly number[] | undefined; least: number; most: number },
): Found[] {
  const all: Found[] = []
  let strongest: Found | undefined
  for (let i = 0; i < candidates.count; i++) {
    const cls = candidates.best(i)
    if (classes !== undefined && !classes.includes(cls)) continue
    const score = candidates.score(i, cls)
    if (!(score >= least || score > (strongest?.score ?? 0))) continue
    const found = { box: candidates.box(i), class: cls, score }
    if (!(found.box.right > found.box.left && found.box.bottom > found.box.top)) continue
    if (score >= least) all.push(found)
    if (score > (strongest?.score ?? 0)) strongest = found
  }
  if (all.length === 0) return strongest === undefined ? [] : [strongest]
  const kept: Found[] = []
  for (const found of all.sort((a, b) => b.score - a.score).slice(0, mostCandidates)) {
    if (kept.length === mostObjects) break
    const isNew = kept.every((other) => other.class !== found.class || overlap(other.box, found.box) <= most)
    if (isNew) kept.push(found)
  }
  return kept
}

/**
 * Writes the score of each object: the highest product of intersection over union and class score over all candidates.
 * Scores that are not numbers stay, so that they end a sweep.
 */
export function scoreObjects(
  candidates: Candidates,
  objects: readonly { readonly box: Corners; readonly class: number }[],
  scores: Float64Array,
): void {
  scores.fill(0)
  for (let i = 0; i < candidates.count; i++) {
    const box = candidates.box(i)
    for (let k = 0; k < objects.length; k++) {
      const shared = overlap(box, objects[k].box)
      // The class score is at most 1, and may cost a softmax.
      if (shared > scores[k]) scores[k] = Math.max(scores[k], shared * candidates.score(i, objects[k].class))
    }
  }
}
