import type { Target } from "@pami/core"
import { createTarget, type ImageRecipe } from "@pami/recipe"
import type { Chosen } from "../choice.ts"

/** Returns the target of a choice alone: the score of a class, or the difference of the scores of two. */
export function targetFor(recipe: ImageRecipe, { target, versus }: Chosen): Target {
  if (versus === null) return createTarget(recipe, { classes: () => [target] })
  return differenceOf(createTarget(recipe, { classes: () => [target, versus] }))
}

/** Returns the target whose score is that of the first of two targets minus that of the second. */
export function differenceOf(two: Target): Target {
  return {
    ...two,
    async bind(look) {
      const bound = await two.bind(look)
      const [first, second] = bound.targets
      return {
        ...bound,
        targets: [{ ...first, score: first.score - second.score }],
        preferred: 0,
        score(outputs, count, scores) {
          const rows = new Float64Array(count * 2)
          bound.score(outputs, count, rows)
          for (let item = 0; item < count; item++) scores[item] = rows[item * 2] - rows[item * 2 + 1]
        },
      }
    },
  }
}
