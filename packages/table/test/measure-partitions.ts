// Prints how often the peak is on the decisive column, for several ways to choose parts, at equal passes, over the rules of
// rules.ts: node -C source packages/table/test/measure-partitions.ts
import { average, classProbability, explain, fromParts, peak } from "@pami/core"
import type { Partition, Partitioner } from "@pami/core"
import { random } from "@pami/core/tensor"
import { jointRegression, kernelShap } from "@pami/methods"
import { featureSegments, tableInput, tablePartitions } from "../src/index.ts"
import { featureUnits, partOfFeatures } from "../src/partitions/feature-units.ts"
import { complement } from "../src/partitions/sets.ts"
import { decisive, drawRows, fitRows, rules } from "./rules.ts"

const rowsOfEach = 30
const noise = 22

/** Returns the sets of a round. Rounds are repeated, over the next background row. */
type Mix = (count: number, next: () => number) => readonly Uint8Array[]

function setOf(count: number, features: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: count }, (_, feature) => Number(features.includes(feature)))
}

const alone: Mix = (count) => Array.from({ length: count }, (_, feature) => setOf(count, [feature]))
const allButOne: Mix = (count, next) => [...alone(count, next)].map(complement)

function drawSet(count: number, size: number, next: () => number): Uint8Array {
  const left = Array.from({ length: count }, (_, feature) => feature)
  return setOf(
    count,
    Array.from({ length: size }, () => left.splice(Math.floor(next() * left.length), 1)[0]),
  )
}

const withComplement = (set: Uint8Array) => [set, complement(set)]

const mixes: Readonly<Record<string, Mix>> = {
  "each column alone": alone,
  "alone and all but one": (count, next) => [...alone(count, next), ...allButOne(count, next)],
  "alone and pairs": (count, next) => [
    ...alone(count, next),
    ...Array.from({ length: (count * (count - 1)) / 2 }, () => drawSet(count, 2, next)),
  ],
  "unions of random sizes, complements": (count, next) =>
    withComplement(drawSet(count, 1 + Math.floor((next() * count) / 2), next)),
  "alone, all but one, random sizes": (count, next) => [
    ...alone(count, next),
    ...allButOne(count, next),
    ...Array.from({ length: count }, () =>
      drawSet(count, 1 + Math.floor((next() * count) / 2), next),
    ).flatMap(withComplement),
  ],
  "random halves, complements": (count, next) => withComplement(drawSet(count, count >> 1, next)),
}

function partitionerOf(
  mix: Mix,
  features: readonly (readonly number[])[],
  passes: number,
  backgrounds: number,
  seed: number,
): Partitioner {
  const partitions: Partition[] = []
  const next = random(seed)
  for (let round = 0; partitions.length < passes; round++)
    for (const set of mix(features.length, next).slice(0, passes - partitions.length))
      partitions.push({ ...fromParts([partOfFeatures(features, set)]), variant: round % backgrounds })
  return { name: "mix", settings: {}, total: () => partitions.length, partitions: () => partitions }
}

for (const background of ["median", "sample:10"] as const)
  for (const passes of [100, 500]) {
    const shares = new Map<string, number[]>()
    const [rows, others] = [drawRows(rowsOfEach, noise, 11), drawRows(100, noise, 12)]
    let cases = 0
    for (const rule of rules) {
      const { model, fitted } = await fitRows(rule, rows, others)
      const features = featureUnits(fitted.columns.length, fitted.groups)
      const segments = featureSegments({ groups: fitted.groups })
      const hits = new Map<string, number>()
      let count = 0
      for (let row = 0; row < rows.length; row++) {
        const made = tableInput({ table: fitted, row, background })
        const truth = decisive(rule, rows[row], made.background as number[][])
        if (!truth) continue
        count++
        const sweep = (partitioner: Partitioner) =>
          explain({
            model,
            input: made.input,
            target: classProbability({ activation: "none" }),
            partitioner,
          })
        const mark = (name: string, map: Float32Array) =>
          hits.set(name, (hits.get(name) ?? 0) + Number(truth.features.flat().includes(peak(map))))
        const backgrounds = made.background.length
        for (const [name, mix] of Object.entries(mixes)) {
          const partitioner = partitionerOf(mix, features, passes, backgrounds, row)
          mark(name, average(await sweep(partitioner), truth.target))
        }
        const own = tablePartitions({ groups: fitted.groups, passes, seed: row })
        mark("halves by a Hadamard design", average(await sweep(own), truth.target))
        // These do not average over background rows.
        if (backgrounds > 1) continue
        for (const method of [
          kernelShap({ segments, passes, seed: row }),
          jointRegression({ partitioner: segments, passes, seed: row }),
        ])
          mark(method.name, method.read(await sweep(method.partitioner), truth.target))
      }
      cases += count
      for (const [name, right] of hits) shares.set(name, [...(shares.get(name) ?? []), right / count])
    }
    console.log(
      `\n${8 + noise} columns and groups, background ${background}, ${passes} passes, ${cases} rows`,
    )
    for (const [name, all] of shares) {
      const mean = all.reduce((sum, share) => sum + share, 0) / all.length
      console.log(
        `${name.padEnd(40)} ${(100 * mean).toFixed(1)} %, ${(100 * Math.min(...all)).toFixed(0)} % of the hardest rule`,
      )
    }
  }
