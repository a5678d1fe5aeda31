// How good maps are, after few passes and after many, method by method. Takes minutes; the folder of photos is optional.
//   pnpm bench quality [--methods NAME,NAME] [--passes N,N] [--scenes N] [--pictures N] [--only zoo|photos] [--points N]
//     [--read-outs SCORE[:WEIGHT],...] [--threads N] [--json FILE] [--calibration] [--sanity] [--to-rise]
import { existsSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { distanceToFull } from "@pami/core"
import type { Backend } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { table } from "@pami/measure"
import { calibration, keptPromises } from "./quality/calibration.ts"
import type { Kept } from "./quality/calibration.ts"
import { evaluate, judgeOf, sweepsOf } from "./quality/evaluate.ts"
import type { Quality } from "./quality/evaluate.ts"
import { parseOptions } from "./quality/options.ts"
import type { QualityOptions } from "./quality/options.ts"
import { dataFolder, photos } from "./quality/photos.ts"
import { printToRise } from "./quality/print-to-rise.ts"
import { protocol, qualityTable, shareOfFinal } from "./quality/report.ts"
import type { SubjectGroup } from "./quality/subject.ts"
import { sanityOf, sanityRows, shuffledZooModel } from "./quality/sanity.ts"
import { zooScenes } from "./quality/zoo.ts"

// Where a method should be close to its end: the passes that a person waits for.
const few = 300

/**
 * Prints, for every group of subjects, insertion, deletion, pointing game and energy of each method's maps after ever
 * more passes. Each method sweeps a subject once; the maps in between are prefixes of that sweep.
 *
 * @param args of the command line
 */
export async function quality(args: readonly string[]): Promise<void> {
  let options: QualityOptions
  try {
    options = parseOptions(args)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    console.error(`bench quality: ${message.split("\n")[0]}`)
    process.exitCode = 1
    return
  }
  const { scenes, pictures, threads, json, points, passes } = options
  const backend = onnxruntimeNode(threads === undefined ? {} : { threads })
  if (options.sanity) return await printSanity(backend, scenes)
  const withPhotos = pictures > 0 && existsSync(dataFolder)
  if (pictures > 0 && !withPhotos)
    console.error("bench quality: there is no folder ../shared/data beside the checkout: no photos")
  const groups = [
    ...(scenes > 0 ? [() => zooScenes(backend, scenes)] : []),
    ...(withPhotos ? [() => photos(backend, pictures)] : []),
  ]
  const all: Quality[] = []
  if (!options.toRise) console.log(`${protocol(points)}\n`)
  for (const open of groups) {
    const group = await open()
    if (options.toRise) {
      await printToRise(group, threads ?? availableParallelism())
      await group.dispose()
      continue
    }
    const { rows, kept } = await evaluateGroup(group, options)
    await group.dispose()
    all.push(...rows)
    console.log(group.title)
    console.log(qualityTable(rows, passes))
    console.log(`${shareOfFinal(rows, few)}\n`)
    for (const [method, promises] of kept) {
      console.log(`Promised and true distance to the full map, ${method}`)
      console.log(table(calibration(promises)))
    }
    // After every group: what took minutes is not lost when the next one fails.
    if (json !== undefined) writeFileSync(json, JSON.stringify(all, undefined, 1))
  }
}

const sanityPasses = 300

/** Prints how far the maps of all methods agree with those of the zoo's model with shuffled weights. */
async function printSanity(backend: Backend, scenes: number): Promise<void> {
  const group = await zooScenes(backend, scenes)
  const shuffled = await shuffledZooModel(backend, 1)
  const rows = sanityRows(await sanityOf(group.subjects, shuffled, sanityPasses))
  await shuffled.dispose()
  await group.dispose()
  console.log(
    `Spearman's rank correlation of the map with that of the zoo's model with shuffled weights (Adebayo et al. 2018, section 3), ${sanityPasses} passes`,
  )
  console.log(table(rows))
}

async function evaluateGroup(
  group: SubjectGroup,
  options: QualityOptions,
): Promise<{ rows: Quality[]; kept: Map<string, Kept[]> }> {
  const rows: Quality[] = []
  const kept = new Map<string, Kept[]>()
  for (const [number, subject] of group.subjects.entries()) {
    const judge = await judgeOf(subject)
    for (const method of options.methods) {
      let passes = 0
      const started = performance.now()
      for await (const sweep of sweepsOf(subject, method, options.passes)) {
        rows.push(...(await evaluate(sweep, judge, options)))
        if (options.calibration)
          kept.set(method.name, [
            ...(kept.get(method.name) ?? []),
            ...keptPromises(sweep.explanation, distanceToFull, options.passes),
          ])
        passes += sweep.spent + sweep.explanation.passes
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.error(
        `${group.name} ${number + 1}/${group.subjects.length}, ${subject.name}, ${method.name}: ${passes} passes, ${seconds} s`,
      )
    }
    judge.close()
  }
  return { rows, kept }
}

if (import.meta.main) await quality(process.argv.slice(2))
