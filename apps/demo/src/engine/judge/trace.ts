import { evaluator, curveArea, curveSteps, deletion, insertion, type Metric } from "@pami/evaluation"
import { black, blur } from "@pami/image"
import { prepareInput } from "@pami/recipe"
import { createPace } from "../pace.ts"
import { curvePoints, type Curve, type Mask, type Ranking, type Tracing } from "../judge-contract.ts"
import { followed } from "./followed.ts"
import type { Stoppable } from "./judged.ts"
import { targetFor } from "./target.ts"

/** A map whose order of pixels is traced. */
export interface RankedMap {
  readonly ranking: Ranking
  readonly map: Float32Array
}

const masks = { blur: blur(), black: black() } as const
const metrics = { insertion, deletion } as const

/** Draws the curves of maps of one image under each mask, and returns them. */
export async function traceCurves(
  { predicted, chosen, model, signal }: Stoppable,
  maps: readonly RankedMap[],
  tell: (tracing: Tracing) => unknown,
): Promise<readonly Curve[]> {
  const { resolved, image } = predicted
  const prepared = (mask: Mask) => prepareInput(resolved, model, image, { masking: masks[mask] })
  const judge = await evaluator({
    model,
    signal,
    target: targetFor(resolved.recipe, chosen),
    baselines: { blur: (await prepared("blur")).input, black: (await prepared("black")).input },
  })
  const drawn = new Map<string, Curve>()
  const pace = createPace()
  const expected = maps.length * 4 * (curvePoints - 2)
  let known = 0
  const show = () => tell({ share: known / expected, curves: [...drawn.values()] })
  const follow = (ranking: Ranking, kind: Curve["kind"], mask: Mask): Metric => {
    const key = `${ranking} ${kind} ${mask}`
    const counts = curveSteps(maps[0].map.length, { points: curvePoints })
    const shares = counts.map((count) => count / maps[0].map.length)
    const scores = shares.map(() => NaN)
    const metric = metrics[kind]({ baseline: mask, points: curvePoints })
    const told = followed(metric, (position, score) => {
      scores[position + 1] = score
      known++
      drawn.set(key, { ranking, kind, mask, shares, scores: [...scores], area: null })
      if (pace.due()) void pace.show(show)
    })
    return {
      ...told,
      async measure(subject) {
        const measured = await told.measure(subject)
        drawn.set(key, { ranking, kind, mask, ...measured.curve!, area: curveArea(measured.curve!) })
        return measured
      },
    }
  }
  try {
    await Promise.all(
      maps.map(({ ranking, map }) =>
        judge.evaluate(
          [{ name: ranking, map }],
          (["insertion", "deletion"] as const).flatMap((kind) =>
            (["blur", "black"] as const).map((mask) => follow(ranking, kind, mask)),
          ),
        ),
      ),
    )
    await show()
    return [...drawn.values()]
  } finally {
    judge.close()
  }
}
