import { random } from "@pami/core/tensor"
import { createPace } from "../pace.ts"
import { curvePasses, type Ranking, type Rival, type Tracing } from "../judge-contract.ts"
import type { Stoppable } from "./judged.ts"
import { traceCurves, type RankedMap } from "./trace.ts"

/** Makes the maps of rankings, and draws their curves. */
export async function trace(
  judged: Stoppable,
  rankings: readonly Ranking[],
  tell: (tracing: Tracing) => unknown,
): Promise<void> {
  const { map, masks, passes } = judged
  const explained = rankings.filter(isRival).length * passes
  const all = explained + rankings.length * curvePasses(map.length, masks.length)
  const maps: RankedMap[] = []
  let before = 0
  for (const ranking of rankings) {
    const show = (done: number) => tell({ share: (before + done) / all, curves: [] })
    maps.push({ ranking, map: await rank(judged, ranking, show) })
    if (isRival(ranking)) before += passes
  }
  await traceCurves(judged, maps, ({ share, curves }) =>
    tell({ share: (explained + share * (all - explained)) / all, curves }),
  )
}

function isRival(ranking: Ranking): ranking is Rival {
  return ranking !== "pami" && ranking !== "random"
}

async function rank(
  { map, signal, explainBy }: Stoppable,
  ranking: Ranking,
  show: (passes: number) => unknown,
): Promise<Float32Array> {
  if (ranking === "pami") return map
  if (ranking === "random") return randomMap(map.length)
  const pace = createPace()
  return await explainBy(ranking, {
    signal,
    onPasses(passes) {
      if (pace.due()) void pace.show(() => show(passes))
    },
  })
}

function randomMap(units: number): Float32Array {
  const next = random(1)
  return Float32Array.from({ length: units }, next)
}
