import { random } from "@pami/core/tensor"
import { readMap, runRecipe } from "@pami/recipe"
import { createPace } from "../pace.ts"
import { explaining } from "../recipe.ts"
import { curvePasses, type Ranking, type Rival, type Tracing } from "../judge-contract.ts"
import type { Stoppable } from "./judged.ts"
import { mapOf } from "./keep-brightest.ts"
import { targetFor } from "./target.ts"
import { traceCurves, type RankedMap } from "./trace.ts"

/** Makes the maps of rankings, and draws their curves. */
export async function trace(
  judged: Stoppable,
  rankings: readonly Ranking[],
  tell: (tracing: Tracing) => unknown,
): Promise<void> {
  const explained = rankings.filter(isRival).length * judged.explanation.passes
  const all = explained + rankings.length * curvePasses
  const maps: RankedMap[] = []
  let before = 0
  for (const ranking of rankings) {
    const show = (share: number) =>
      tell({ share: (before + share * judged.explanation.passes) / all, curves: [] })
    maps.push({ ranking, map: await rank(judged, ranking, show) })
    if (isRival(ranking)) before += judged.explanation.passes
  }
  await traceCurves(judged, maps, ({ share, curves }) =>
    tell({ share: (explained + share * (all - explained)) / all, curves }),
  )
}

function isRival(ranking: Ranking): ranking is Rival {
  return ranking !== "pami" && ranking !== "random"
}

async function rank(
  judged: Stoppable,
  ranking: Ranking,
  show: (share: number) => unknown,
): Promise<Float32Array> {
  if (ranking === "pami") return mapOf(judged)
  if (ranking === "random") return randomMap(judged.explanation.grids[0].shape)
  return await explainBy(ranking, judged, show)
}

function randomMap(shape: readonly number[]): Float32Array {
  const next = random(1)
  return Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, next)
}

/** Returns the map of a rival, with as many passes as the explanation had. */
async function explainBy(
  method: Rival,
  { predicted, explanation, chosen, model, segmenter, signal }: Stoppable,
  show: (share: number) => unknown,
): Promise<Float32Array> {
  const { resolved, prepared } = predicted
  const recipe = { ...explaining(resolved.recipe, chosen), method, passes: explanation.passes }
  const pace = createPace()
  const own = await runRecipe(
    { ...resolved, recipe },
    {
      model,
      prepared,
      segmenter,
      signal,
      target: targetFor(resolved.recipe, chosen),
      onProgress: ({ passes }) => {
        if (pace.due()) void pace.show(() => show(passes / explanation.passes))
      },
    },
  )
  return readMap(recipe, own)
}
