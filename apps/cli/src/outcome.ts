import { realpathSync } from "node:fs"
import { basename, dirname, join, relative, resolve, sep } from "node:path"
import { coverage, distanceToFull, manifest, ofLastStage, passesOfStages } from "@pami/core"
import type { Explanation, Finding, Read } from "@pami/core"
import { encodeNpy } from "@pami/image"
import type { Geometry, Picture } from "@pami/image"
import { moveRecord, readMap } from "@pami/recipe"
import type { Recipe, Preparation } from "@pami/recipe"
import { moveBackend } from "./backends.ts"
import { encodeFigure } from "./figure-format.ts"
import { figure } from "./figure.ts"
import type { ExplainFlags } from "./flags.ts"
import { writeResult } from "./write.ts"
import type { Loaded } from "./loaded.ts"
import type { Places } from "./places.ts"
import { scoreOf, summaryOf, topOf } from "./result.ts"
import type { Result } from "./result.ts"

/** What is the same for every input of one call. */
export interface Task {
  readonly flags: ExplainFlags
  readonly loaded: Loaded
  readonly preparation: Preparation
  readonly recipe: Recipe
  readonly target: { classes: number[] } | { top: number }
  readonly versus: number | undefined
}

/** What one input gave. */
export interface Outcome {
  readonly input: string
  readonly picture: Picture
  readonly geometry: Geometry
  readonly explanation: Explanation
  readonly seconds: number
  /** What was found before the sweep, without what the preparation found. */
  readonly findings: readonly Finding[]
}

/**
 * Writes every file that was asked for. One that fails does not keep the others from being written.
 *
 * @returns the result, and the errors of the files that could not be written
 */
export async function writeOutcome(
  task: Task,
  outcome: Outcome,
  places: Places,
): Promise<[result: Result, errors: readonly unknown[]]> {
  const { flags, loaded, recipe, preparation, versus } = task
  const { input, explanation, geometry, picture } = outcome
  const swept = explanation.targets.map(({ id }) => id as number)
  const classes = swept.filter((target) => target !== versus || swept.length === 1)
  const selections = classes.map((target) =>
    versus === undefined || target === versus ? target : { target, versus },
  )
  const maps = selections.map((selection) => readMap(recipe, explanation, selection))
  const files: Record<string, string> = {}
  const errors: unknown[] = []
  const attempt = async (
    what: string,
    path: string | undefined,
    make: () => Uint8Array | string | Promise<Uint8Array>,
  ) => {
    if (path === undefined) return
    try {
      await writeResult(path, await make())
      files[what] = path
    } catch (error) {
      errors.push(error)
    }
  }
  await attempt("map", places.map, () => {
    const [height, width] = explanation.grids[0].shape
    const shape = maps.length === 1 ? [height, width] : [maps.length, height, width]
    return encodeNpy(maps.length === 1 ? maps[0] : joined(maps), shape)
  })
  await attempt("manifest", places.manifest, () => {
    const folder = dirname(inRealFolder(places.manifest!))
    const beside = (path: string) => relative(folder, inRealFolder(path)).split(sep).join("/")
    const record = {
      backend: moveBackend(loaded.backend, beside),
      model: loaded.file,
      picture: input,
      recipe,
      versus: versus ?? null,
      stages: passesOfStages(explanation),
    }
    const extra = moveRecord(record, beside)
    const read: Read = (computed, target) => readMap(recipe, computed, target)
    return `${JSON.stringify(manifest(explanation, { read, extra }), null, 2)}\n`
  })
  const aboutFigure: Finding[] = []
  await attempt("picture", places.picture, async () => {
    const { png, findings } = await figure({
      ...outcome,
      selections,
      maps,
      labels: loaded.labels,
      model: modelName(loaded),
      recipe,
      look: flags,
    })
    aboutFigure.push(...findings)
    return encodeFigure(png, places.picture)
  })
  const findings = [
    ...preparation.findings,
    ...outcome.findings,
    ...explanation.findings,
    ...coverageFindings(ofLastStage(explanation)),
    ...exhausted(recipe, explanation),
    ...aboutFigure,
  ]
  const result: Result = {
    input,
    size: { width: picture.width, height: picture.height },
    scale: explanation.scale,
    prediction: topOf(explanation, loaded.labels),
    maps: classes.map((target, index) =>
      summaryOf(explanation, target, maps[index], geometry, loaded.labels),
    ),
    versus:
      versus === undefined ? null : scoreOf(versus, explanation.prediction[versus].score, loaded.labels),
    passes: explanation.passes,
    complete: explanation.complete,
    distanceToFull: finite(distanceToFull(ofLastStage(explanation))),
    seconds: outcome.seconds,
    findings,
    files,
  }
  return [result, errors]
}

/** Few passes may leave gaps: they are shown as such, and told. */
function coverageFindings(explanation: Explanation): Finding[] {
  const counts = coverage(explanation)
  const gaps = counts.filter((count) => count === 0).length
  if (gaps === 0) return []
  const share = Math.max(0.1, (100 * gaps) / counts.length).toFixed(1)
  return [
    {
      code: "UNITS_UNCOVERED",
      level: "warning",
      message: `${share} % of the picture lies in no part that was scored; the map says nothing there`,
      fix: "spend more --passes, or choose a larger --radius",
    },
  ]
}

/** Fewer parts than passes to spend: told, since that many were asked for. */
function exhausted({ passes, until }: Recipe, { passes: spent, complete }: Explanation): Finding[] {
  if (passes === null || until !== null || spent >= passes || !complete) return []
  return [
    {
      code: "PASSES_EXHAUSTED",
      level: "note",
      message: `these partitions have ${spent} parts: all were scored, with fewer passes than the ${passes} allowed`,
      fix: "to spend more, add --augment or --partitions",
    },
  ]
}

/** JSON has no infinity. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** The path with the links of its folders resolved: from the end of a link, `..` leads elsewhere. */
function inRealFolder(path: string): string {
  const full = resolve(path)
  return join(realpathSync(dirname(full)), basename(full))
}

function joined(maps: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(maps.length * maps[0].length)
  for (const [i, map] of maps.entries()) all.set(map, i * map.length)
  return all
}

function modelName({ file }: Loaded): string {
  return file === null ? "the bundled model of scenes" : basename(file)
}
