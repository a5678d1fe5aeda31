import { basename } from "node:path"
import { onGrid, PamiError, positionOf, summarize } from "@pami/core"
import type { Explanation } from "@pami/core"
import { explainedContrasts, explainerOf, selectionOf } from "@pami/explainer"
import type { ExplainedText, Explainer, Result } from "@pami/explainer"
import { definedFields, readMap } from "@pami/recipe"
import type { RecipeDraft, TextRecipe, UnitAxis } from "@pami/recipe"
import type { Console } from "./console.ts"
import { UsageError } from "./exit-status.ts"
import { drawRows, explainRows } from "./explain-rows.ts"
import type { RowsSummary } from "./explain-rows.ts"
import { encodeFigure, encodeImage, expectOverlay, isPage, isSvg, noPageOf } from "./figure-format.ts"
import { readPreset } from "./load-model.ts"
import type { LoadedModel } from "./load-model.ts"
import type { OutputPaths } from "./output-paths.ts"
import { explainerOptions } from "./explainer-options.ts"
import { isModule } from "./own-target.ts"
import type { progressBar } from "./progress.ts"
import type { ExplainRequest } from "./request.ts"
import { rounded, scoreOf, topOf } from "./result.ts"
import type { DataMap, DataResult } from "./result.ts"
import { resultFiles, writeMaps } from "./result-files.ts"
import { modelName } from "./write-outputs.ts"

/** The part of one call that all its inputs share. */
export interface DataTask {
  readonly request: ExplainRequest
  readonly loaded: LoadedModel
  /** The fields of the recipe file. */
  readonly file: RecipeDraft
}

/** A result, the errors of the files that could not be written, and coloured text for the terminal. */
export type DataOutcome = [result: DataResult, errors: readonly unknown[], printed?: string | undefined]

/**
 * Explains an input that is not an image, and writes every file that was asked for.
 *
 * @throws the error of a sweep that ended before its first pass
 */
export async function explainData(
  task: DataTask,
  input: string,
  paths: OutputPaths,
  bar: ReturnType<typeof progressBar>,
  { signal, colors }: Console,
): Promise<DataOutcome> {
  const { request } = task
  const started = Date.now()
  const explain = await explainerOfTask(task)
  const options = { ...(await explainerOptions(task)), signal, onProgress: bar.show }
  if (request.data.row === "all") expectSummary(request, paths)
  const fail = (error: unknown): never => {
    // A recipe speaks of fields; the fields are options here.
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
  if (request.data.row === "all") {
    const summary = await explainRows(explain, input, options, bar.step).catch(fail)
    bar.end()
    return await writeRows(task, summary, input, paths, (Date.now() - started) / 1000)
  }
  const asked = request.data.texts ?? { file: input }
  if (paths.figure !== undefined && isPage(paths.figure)) {
    // Before the sweep, whose passes would be lost.
    const { kind } = await explain.recipe(asked, options).catch(fail)
    if (kind !== "text") throw noPageOf(kind)
  }
  const result = await explain(asked, options).catch(fail)
  bar.end()
  const seconds = (Date.now() - started) / 1000
  const written = await writeData(task, result, input, paths, seconds, request.output.figure !== false)
  const printed = result.terminal?.(colors === undefined ? {} : { colors })
  return [...written, printed]
}

/** Returns the recipe for an input, with everything decided. The tokenizer near the model belongs to the model. */
export async function dataRecipeInForce(
  task: DataTask,
  input: string,
  signal: AbortSignal,
): Promise<Result["recipe"]> {
  const explain = await explainerOfTask(task)
  const { texts } = task.request.data
  const options = await explainerOptions(task)
  const recipe = await explain.recipe(texts ?? { file: input }, { ...options, signal })
  return recipe.kind === "text" && options.tokenizer === undefined
    ? { ...recipe, tokenizer: null, tokenizerConfig: null }
    : recipe
}

/** Returns the explainer, with the options of the model. */
async function explainerOfTask({ request, loaded, file }: DataTask): Promise<Explainer> {
  const { modelInput = file.input, ...others } = request.model.preparation
  const preprocessing = await readPreset(request.model.preset)
  const origin = {
    name: modelName(loaded.file),
    isOwned: false,
    preset: preprocessing ?? file.preprocessing,
    writer: loaded.writer,
  }
  return explainerOf(loaded, origin, definedFields({ ...others, modelInput, preprocessing }))
}

/** Refuses what a summary of rows does not have. */
function expectSummary(
  { look }: ExplainRequest,
  { map, manifest, explanation, evidence }: OutputPaths,
): void {
  if ([map, manifest, explanation, evidence].some((path) => path !== undefined))
    throw new UsageError("--map, --manifest, --save and --evidence are of one row: name it with --row")
  expectOverlay("table", look.opacity)
  if (look.colors !== undefined)
    throw new UsageError("--colors is for the figure of one row: name it with --row")
}

/** Writes the figure of a summary of rows; maps and manifests are of single rows. */
async function writeRows(
  { request, loaded }: DataTask,
  summary: RowsSummary,
  input: string,
  paths: OutputPaths,
  seconds: number,
): Promise<[result: DataResult, errors: readonly unknown[]]> {
  const { first, rows, features } = summary
  const output = resultFiles()
  if (request.output.figure !== false)
    await output.write("picture", paths.figure, async (path) =>
      encodeFigure(await drawRows(summary, basename(input), modelName(loaded.file)), path),
    )
  return [
    {
      input,
      kind: "table",
      task: first.recipe.task?.name ?? "classification",
      size: `${rows} rows`,
      scale: first.explanation.scale,
      prediction: topOf(first.explanation, loaded.labels),
      maps: [],
      rows: { count: rows, target: summary.target, features },
      passes: rows * first.explanation.passes,
      complete: true,
      distanceToFull: null,
      seconds,
      findings: first.findings,
      files: output.files,
    },
    output.errors,
  ]
}

async function writeData(
  { request, loaded }: DataTask,
  result: Result,
  input: string,
  paths: OutputPaths,
  seconds: number,
  hasFigure: boolean,
): Promise<[result: DataResult, errors: readonly unknown[]]> {
  const { explanation, recipe, written } = result
  const contrasts = explainedContrasts(recipe, explanation)
  const maps = contrasts.map((contrast) => readMap(recipe, explanation, selectionOf(contrast)))
  const output = resultFiles()
  await writeMaps(output, { input, loaded, recipe, explanation, contrasts, maps, written }, paths)
  await output.write("evidence", paths.evidence, () => {
    if (result.evidence !== undefined) return result.evidence()
    throw new PamiError(
      "EVIDENCE_MISSING",
      `${input} is not a sound whose units are times, of which --evidence writes a part`,
    )
  })
  if (hasFigure)
    await output.write("picture", paths.figure, async (path) => {
      const { colors, opacity } = request.look
      expectOverlay(recipe.kind, opacity)
      if (isPage(path)) return new TextEncoder().encode(result.html!(colors === undefined ? {} : { colors }))
      const figure = await result.figure({
        format: isSvg(path) ? "svg" : "png",
        ...(colors === undefined ? {} : { colors }),
        ...(opacity === undefined ? {} : { opacity }),
      })
      return isSvg(path) ? figure : encodeImage(figure, path)
    })
  return [
    {
      input,
      kind: recipe.kind,
      task: isModule(request.recipe.target ?? "") ? "own" : (recipe.task?.name ?? "classification"),
      size: result.size ?? "",
      scale: explanation.scale,
      prediction: topOf(explanation, loaded.labels),
      maps: contrasts.map(({ target }, index) => mapOf(result, target, maps[index], loaded)),
      passes: explanation.passes,
      complete: explanation.complete,
      distanceToFull: null,
      seconds,
      findings: result.findings,
      files: output.files,
    },
    output.errors,
  ]
}

function mapOf(
  { explanation, recipe, axes, features, texts }: Result,
  target: DataMap["id"],
  map: Float32Array,
  { labels }: LoadedModel,
): DataMap {
  // Texts beside an image, or beside another text, are in the pieces.
  const [first] = explanation.grids
  const units = onGrid(map, first)
  const { peak, ...values } = summarize(recipe.kind === "text" ? map : units)
  const position = positionOf(explanation, target)
  const { shape } = first
  return {
    ...scoreOf(explanation.targets[position], labels),
    baseline: explanation.baseline[position],
    peak:
      peak < 0
        ? null
        : (highestFeature(features?.(map)) ??
          (recipe.kind === "text" ? highestPiece(recipe.units, texts?.(map)) : undefined) ??
          (recipe.kind === "image" ? pixelOf(peak, shape, axes) : placeOf(peak, shape, axes))),
    ...values,
    units: {
      shape,
      axes,
      values: Array.from(units, rounded),
      ...(texts !== undefined && { texts: texts(map).map(roundedText) }),
      ...(features !== undefined && {
        features: features(map).map(({ importance, ...feature }) => ({
          ...feature,
          importance: rounded(importance),
        })),
      }),
    },
  }
}

/** Returns the column or the group of one-hot columns of highest importance; undefined for other inputs than tables. */
function highestFeature(
  features: ReturnType<NonNullable<Result["features"]>> = [],
): DataMap["peak"] | undefined {
  const [highest] = features.toSorted((a, b) => b.importance - a.importance)
  return highest && { column: highest.name }
}

/**
 * Returns the unit of highest importance of texts, and where it starts; undefined for other inputs. Of several texts, it is the one
 * that rises most above the lowest of its text: each was masked while the others were whole, so that their scores differ anyway.
 */
function highestPiece(
  units: TextRecipe["units"],
  texts: readonly ExplainedText[] = [],
): DataMap["peak"] | undefined {
  const [highest] = texts
    .flatMap(({ name, pieces }) => {
      const explained = pieces.filter(({ importance }) => importance !== null)
      const lowest = explained.reduce((least, { importance }) => Math.min(least, importance!), Infinity)
      return explained.map((piece) => ({ name, ...piece, rise: piece.importance! - lowest }))
    })
    .toSorted((a, b) => b.rise - a.rise)
  if (highest === undefined) return undefined
  const { name, text, start } = highest
  return {
    [typeof units === "string" ? units.slice(0, -1) : "span"]: text,
    character: start,
    ...(texts.length > 1 && { text: name }),
  }
}

function roundedText({ pieces, ...text }: ExplainedText): ExplainedText {
  return {
    ...text,
    pieces: pieces.map((piece) => ({
      ...piece,
      importance: piece.importance === null ? null : rounded(piece.importance),
    })),
  }
}

/** Returns the pixel of an image in which the middle of a unit lies. */
function pixelOf(
  unit: number,
  [, columns]: Explanation["grids"][0]["shape"],
  [down, across]: readonly UnitAxis[],
): Record<"x" | "y", number> {
  const at = ({ start = 0, step = 1 }: UnitAxis, index: number) => Math.floor(start + step * index)
  return { x: at(across, unit % columns), y: at(down, Math.floor(unit / columns)) }
}

/** Returns the place of a unit, by axis: `{ "time (s)": 0.53 }`, `{ column: "age" }`. */
function placeOf(
  unit: number,
  shape: Explanation["grids"][0]["shape"],
  axes: readonly UnitAxis[],
): Record<string, number | string> {
  let rest = unit
  const indices: number[] = []
  for (const length of shape.toReversed()) {
    indices.unshift(rest % length)
    rest = Math.floor(rest / length)
  }
  return Object.fromEntries(
    axes.map(({ name, unit: unitName, start = 0, step = 1, labels }, axis) => [
      unitName === undefined ? name : `${name} (${unitName})`,
      labels?.[indices[axis]] ?? Number((start + step * indices[axis]).toPrecision(6)),
    ]),
  )
}
