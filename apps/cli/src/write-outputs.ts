import { realpathSync } from "node:fs"
import { basename, dirname, join, relative, resolve, sep } from "node:path"
import { coverage, distanceToFull, manifest, ofLastStage, passesOfStages } from "@pami/core"
import type { Explanation, Finding, Read, TargetId } from "@pami/core"
import { captionFigure, explainedContrasts, selectionOf, targetsOf } from "@pami/explainer"
import { renderFigure } from "@pami/figure/node"
import { encodeNpy } from "@pami/image"
import type { Geometry, Picture } from "@pami/image"
import { moveRecord, readMap, saveExplanation } from "@pami/recipe"
import type { ImageRecipe } from "@pami/recipe"
import { moveBackend } from "./backends.ts"
import type { Task } from "./task.ts"
import { encodeFigure } from "./figure-format.ts"
import type { OutputPaths } from "./output-paths.ts"
import { scoreOf, summaryOf, topOf, unitsOf } from "./result.ts"
import type { Result } from "./result.ts"
import { writeResult } from "./write.ts"

/** The outcome for one image. */
export interface Outcome {
  /** File of the image. */
  readonly image: string
  readonly picture: Picture
  readonly geometry: Geometry
  /** With everything decided. */
  readonly recipe: ImageRecipe
  readonly explanation: Explanation
  readonly seconds: number
  /** Findings before the sweep, without those of the preparation. */
  readonly findings: readonly Finding[]
}

/**
 * Writes every file that was asked for. One that fails does not keep the others from being written.
 *
 * @returns the result, and the errors of the files that could not be written
 */
export async function writeOutputs(
  { request, loaded, preparation, ownTarget }: Task,
  outcome: Outcome,
  paths: OutputPaths,
): Promise<[result: Result, errors: readonly unknown[]]> {
  const { image, explanation, geometry, picture, recipe } = outcome
  const contrasts = explainedContrasts(recipe, explanation)
  const maps = contrasts.map((contrast) => readMap(recipe, explanation, selectionOf(contrast)))
  const files: Record<string, string> = {}
  const errors: unknown[] = []
  const attempt = async (
    what: string,
    path: string | undefined,
    make: (path: string) => Uint8Array | string | Promise<Uint8Array>,
  ) => {
    if (path === undefined) return
    try {
      await writeResult(path, await make(path))
      files[what] = path
    } catch (error) {
      errors.push(error)
    }
  }
  await attempt("map", paths.map, () => encodeMaps(maps, explanation))
  const recordBeside = (path: string) => {
    const folder = dirname(inRealFolder(path))
    const beside = (file: string) => relative(folder, inRealFolder(file)).split(sep).join("/")
    const record = {
      backend: moveBackend(loaded.backend, beside),
      model: loaded.file,
      picture: image,
      recipe,
      stages: passesOfStages(explanation),
    }
    return moveRecord(record, beside)
  }
  await attempt("explanation", paths.explanation, (path) => saveExplanation(explanation, recordBeside(path)))
  await attempt("manifest", paths.manifest, (path) => {
    const read: Read = (computed, target) => readMap(recipe, computed, target)
    return `${JSON.stringify(manifest(explanation, { targets: targetsOf(contrasts), read, extra: recordBeside(path) }), null, 2)}\n`
  })
  const aboutFigure: Finding[] = []
  await attempt("picture", paths.figure, async (path) => {
    const caption = captionFigure({
      explanation,
      recipe,
      contrasts,
      maps,
      labels: loaded.labels,
      input: basename(image),
      model: modelName(loaded.file),
      ...request.look,
    })
    const { png, findings } = await renderFigure({ ...caption, image: picture, geometry })
    aboutFigure.push(...findings)
    return encodeFigure(png, path)
  })
  const findings = [
    ...preparation.findings,
    ...outcome.findings,
    ...explanation.findings,
    ...(recipe.method === "pami" ? coverageFindings(ofLastStage(explanation)) : []),
    ...exhausted(recipe, explanation),
    ...aboutFigure,
  ]
  const { versus } = recipe
  const targetOf = (id: TargetId) => explanation.prediction.find((target) => target.id === id)!
  const result: Result = {
    input: image,
    kind: "image",
    task: ownTarget === undefined ? (recipe.task?.name ?? "classification") : "own",
    size: { width: picture.width, height: picture.height },
    scale: explanation.scale,
    prediction: topOf(explanation, loaded.labels),
    maps: contrasts.map(({ target }, index) => ({
      ...summaryOf(explanation, target, maps[index], geometry, loaded.labels),
      units: unitsOf(maps[index], explanation, geometry),
    })),
    versus: versus === null ? null : scoreOf(targetOf(versus), loaded.labels),
    passes: explanation.passes,
    complete: explanation.complete,
    distanceToFull: recipe.method === "pami" ? finite(distanceToFull(ofLastStage(explanation))) : null,
    seconds: outcome.seconds,
    findings,
    files,
  }
  return [result, errors]
}

/** Returns the finding about gaps, which few passes may leave. */
function coverageFindings(explanation: Explanation): Finding[] {
  const counts = coverage(explanation)
  const gaps = counts.filter((count) => count === 0).length
  if (gaps === 0) return []
  const share = Math.max(0.1, (100 * gaps) / counts.length).toFixed(1)
  return [
    {
      code: "UNITS_UNCOVERED",
      level: "warning",
      message: `${share} % of the image lies in no part that was scored; the map says nothing there`,
      fix: "spend more --passes, or choose a larger --radius",
    },
  ]
}

/** Returns the finding about partitions with fewer parts than the passes that the user allows. */
function exhausted(
  { method, passes, until }: ImageRecipe,
  { passes: spent, complete }: Explanation,
): Finding[] {
  if (method !== "pami" || passes === null || until !== null || spent >= passes || !complete) return []
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
export function inRealFolder(path: string): string {
  const full = resolve(path)
  return join(realpathSync(dirname(full)), basename(full))
}

/** Returns the name of a model for people. */
export function modelName(file: string | null): string {
  return file === null ? "the bundled model of scenes" : basename(file)
}

/** Returns maps as the bytes of a `.npy` file: `[height, width]`, of several maps `[maps, height, width]`. */
export function encodeMaps(maps: readonly Float32Array[], { grids }: Pick<Explanation, "grids">): Uint8Array {
  const { shape } = grids[0]
  if (maps.length === 1) return encodeNpy(maps[0], shape)
  const all = new Float32Array(maps.length * maps[0].length)
  for (const [index, map] of maps.entries()) all.set(map, index * map.length)
  return encodeNpy(all, [maps.length, ...shape])
}
