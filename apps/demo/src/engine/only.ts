import type { Target, TargetId, TargetInfo } from "@pami/core"
import type { Contrast } from "@pami/explainer"

/** Returns the target of a choice alone: the score of one of the targets, or the difference of the scores of two. */
export function only(all: Target, { target, versus }: Contrast): Target {
  return {
    ...all,
    async bind(look) {
      const bound = await all.bind(look)
      const { length } = bound.targets
      const place = placeOf(bound.targets, target)
      const other = versus === undefined ? null : placeOf(bound.targets, versus)
      const difference = (scoreAt: (place: number) => number) =>
        scoreAt(place) - (other === null ? 0 : scoreAt(other))
      return {
        ...bound,
        targets: [{ ...bound.targets[place], score: difference((at) => bound.targets[at].score) }],
        preferred: 0,
        score(outputs, count, scores) {
          const rows = new Float64Array(count * length)
          bound.score(outputs, count, rows)
          for (let item = 0; item < count; item++) scores[item] = difference((at) => rows[item * length + at])
        },
      }
    },
  }
}

/**
 * Returns the position of a target.
 *
 * @throws RangeError for one that the model does not have
 */
export function placeOf(targets: readonly TargetInfo[], target: TargetId): number {
  const place = targets.findIndex(({ id }) => id === target)
  if (place < 0) throw new RangeError(`the model has ${targets.length} classes; got ${target}`)
  return place
}
