import { evaluator, curveArea, curveSteps, deletion, insertion, type Metric } from "@pami/evaluation"
import { createPace } from "../pace.ts"
import { curvePasses, curvePoints, type Curve, type Ranking, type Tracing } from "../judge-contract.ts"
import { followed } from "./followed.ts"
import type { Stoppable } from "./judged.ts"

/** A map whose order of units is traced. */
export interface RankedMap {
  readonly ranking: Ranking
  readonly map: Float32Array
}

const metrics = { insertion, deletion } as const

/** Draws the curves of maps of one input under each mask, and returns them. */
export async function traceCurves(
  { model, target, masks, over, signal }: Stoppable,
  maps: readonly RankedMap[],
  tell: (tracing: Tracing) => unknown,
): Promise<readonly Curve[]> {
  const baselines = await Promise.all(masks.map(async (mask) => [mask, await over(mask)] as const))
  const judge = await evaluator({ model, signal, target, baselines: Object.fromEntries(baselines) })
  const drawn = new Map<string, Curve>()
  const pace = createPace()
  const expected = maps.length * curvePasses(maps[0].map.length, masks.length)
  let known = 0
  const show = () => tell({ share: known / expected, curves: [...drawn.values()] })
  const follow = (ranking: Ranking, kind: Curve["kind"], mask: string): Metric => {
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
            masks.map((mask) => follow(ranking, kind, mask)),
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
