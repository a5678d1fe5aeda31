// Prints how often a source of the answer is first, for several ways to cut a context and read the scores, at equal numbers
// of calls: node -C source packages/openai/test/measure-sources.ts
import { average, countUnits, fromMasks } from "@pami/core"
import type { Input, Method, Partitioner } from "@pami/core"
import { sourceRegression } from "@pami/openai"
import { countFirst } from "./accuracy.ts"
import { storyKinds } from "./world.ts"

const stories = Number(process.argv[2] ?? 25)

/** Masks of runs of sentences of each length, the shortest first. */
const runs = (lengths: readonly number[], isKept: boolean) => (units: number) =>
  lengths.flatMap((length) =>
    Array.from({ length: Math.max(0, units - length + 1) }, (_, start) =>
      Array.from({ length: units }, (_, unit) => (unit >= start && unit < start + length) === isKept),
    ),
  )
const partitioner = (name: string, masksOf: (units: number) => boolean[][]): Partitioner => ({
  name,
  settings: {},
  total: (input) => masksOf(countUnits(input.grids)).length,
  *partitions(input: Input) {
    const units = countUnits(input.grids)
    for (const mask of masksOf(units)) yield fromMasks([mask], [units])
  },
})
const kept = runs([1], true)
const removed = runs([1], false)
const both = (units: number) => kept(units).flatMap((mask, index) => [mask, removed(units)[index]])
const regression = (partitioner: Partitioner): Method => ({ ...sourceRegression(), partitioner })
const mean = (partitioner: Partitioner): Method => ({
  name: "mean",
  settings: {},
  partitioner,
  read: (explanation, target) =>
    average(explanation, target).map((value) => (Number.isNaN(value) ? -1e9 : value)),
})
const windows = partitioner("windows", runs([1, 2, 3, 5, 8], true))

const ways: readonly (readonly [string, (passes: number) => Method])[] = [
  ["each sentence kept, mean", () => mean(partitioner("kept", kept))],
  ["each sentence removed, regression", () => regression(partitioner("removed", removed))],
  ["kept and removed, regression", () => regression(partitioner("both", both))],
  ["windows of 1, 2, 3, 5, 8 kept, mean", () => mean(windows)],
  ["windows kept, regression", () => regression(windows)],
  [
    "halves and complements, mean",
    (passes) => ({ ...sourceRegression({ passes }), read: mean(windows).read }),
  ],
  ["halves and complements, regression", (passes) => sourceRegression({ passes })],
]
const percent = (share: number) => `${Math.round(100 * share)} %`.padStart(6)
for (const [sentences, passes] of [
  [8, 32],
  [20, 32],
  [60, 64],
  [150, 64],
  [150, 150],
]) {
  console.log(`\n${sentences} sentences, ${passes} parts (${storyKinds.join(", ")})`)
  for (const [name, create] of ways) {
    const hits: string[] = []
    for (const kind of storyKinds)
      hits.push(
        percent((await countFirst(kind, { sentences, stories, passes, method: create(passes) })) / stories),
      )
    console.log(`${name.padEnd(38)} ${hits.join(" ")}`)
  }
}
for (const scoring of ["echo", "forced", "compared", "similarity"] as const) {
  const hits: string[] = []
  for (const kind of storyKinds)
    hits.push(percent((await countFirst(kind, { sentences: 20, stories, scoring })) / stories))
  console.log(`default, 20 sentences, scored by ${scoring.padEnd(12)} ${hits.join(" ")}`)
}
