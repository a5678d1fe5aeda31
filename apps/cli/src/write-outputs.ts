import { basename } from "node:path"
import { coverage, distanceToFull, ofLastStage } from "@pami/core"
import type { Explanation, Finding, TargetId } from "@pami/core"
import { captionFigure, explainedContrasts, selectionOf } from "@pami/explainer"
import { renderFigure } from "@pami/figure/node"
import type { Geometry, Picture } from "@pami/image"
import { readMap } from "@pami/recipe"
import type { ImageRecipe } from "@pami/recipe"
import { hubTitle } from "./hub-model.ts"
import type { Task } from "./task.ts"
import { encodeFigure } from "./figure-format.ts"
import type { OutputPaths } from "./output-paths.ts"
import { scoreOf, summaryOf, topOf, unitsOf } from "./result.ts"
import { resultFiles, writeMaps } from "./result-files.ts"
import type { Result } from "./result.ts"

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
  const output = resultFiles()
  await writeMaps(output, { input: image, loaded, recipe, explanation, contrasts, maps }, paths)
  const aboutFigure: Finding[] = []
  await output.write("picture", paths.figure, async (path) => {
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
    const rendered = await renderFigure({ ...caption, image: picture, geometry })
    aboutFigure.push(...rendered.findings)
    return encodeFigure(rendered, path)
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
    files: output.files,
  }
  return [result, output.errors]
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

/** Returns the name of a model for people. */
export function modelName(file: string | null): string {
  return file === null ? "the bundled model of scenes" : (hubTitle(file) ?? basename(file))
}
