import { basename } from "node:path"
import { decideOnce } from "@pami/explainer"
import { presetNames } from "@pami/image"
import { masks, prepareInput, resolveRecipe } from "@pami/recipe"
import type { Recipe } from "@pami/recipe"
import { recipeFor } from "./choose-recipe.ts"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf, UsageError } from "./exit-status.ts"
import { exists, filesWithin } from "./files.ts"
import { unlessStopped } from "./interrupt.ts"
import { joinErrors } from "./join-errors.ts"
import { loadModel, prepareLoaded } from "./load-model.ts"
import type { LoadedModel } from "./load-model.ts"
import { expectNameOrFile } from "./near-names.ts"
import { outputPaths } from "./output-paths.ts"
import type { OutputPaths } from "./output-paths.ts"
import { oneLine } from "./printable.ts"
import { progressBar } from "./progress.ts"
import { readRecipeFile } from "./recipe-file.ts"
import type { ExplainRequest } from "./request.ts"
import { describe, describeFindings } from "./result.ts"
import type { Result } from "./result.ts"
import { runSweep } from "./run-sweep.ts"
import { segmentOnce } from "./segment-once.ts"
import type { Task } from "./task.ts"
import { writeOutputs } from "./write-outputs.ts"

/** An image that failed: the error, and the part of its result that could be saved. */
interface Failure extends Partial<Result> {
  readonly input: string
  readonly error: { readonly code: string; readonly message: string }
}

/** `pami explain`: explains every image with one loaded model. Continues after an image that fails. */
export async function explainCommand(
  images: readonly string[],
  request: ExplainRequest,
  console: Console,
): Promise<number> {
  const { output, model, recipe } = request
  const file = recipe.file === undefined ? {} : await readRecipeFile(recipe.file)
  const paths = await outputPaths(images, request, file)
  await expectNameOrFile("--preset", model.preset, presetNames)
  await expectMask(recipe.draft.mask)
  const { signal } = console
  const loaded = await unlessStopped(loadModel(model), signal)
  let status: number = exitStatus.done
  try {
    const preparation = await prepareLoaded(loaded, model, file)
    const task: Task = {
      request,
      loaded,
      preparation,
      recipe: await recipeFor(recipe, file, loaded, preparation),
      decide: decideOnce(loaded),
      ...(images.length === 1 && { segmenter: segmentOnce() }),
    }
    if (output.printRecipe) {
      console.stdout(`${JSON.stringify(await recipeInForce(task, images[0], signal), null, 2)}\n`)
      return status
    }
    const results: (Result | Failure)[] = []
    for (const [index, image] of images.entries()) {
      const [result, error] = await explainOne(
        task,
        image,
        paths[index],
        console,
        index === images.length - 1,
      )
      // With --json all results are printed at the end: until then an interruption waits for them.
      console.setUnsaved?.(output.json)
      results.push(
        error === undefined ? (result as Result) : { ...result, input: image, error: describeError(error) },
      )
      if (error !== undefined) {
        status = Math.max(status, statusOf(error))
        const { code, message } = describeError(error)
        console.stderr(
          `pami: ${oneLine(message.startsWith(image) ? message : `${image}: ${message}`)} [${code}]\n`,
        )
      }
      if (result && !output.json) console.stdout(`${describe(result, modelLine(loaded))}\n`)
      if (result && !output.quiet)
        console.stderr(describeFindings(result.findings, loaded.labels, console.hasFlag))
      if (status === exitStatus.interrupted) break
    }
    if (output.json) console.stdout(`${JSON.stringify({ model: modelRecord(task), results }, null, 2)}\n`)
    console.setUnsaved?.(false)
    return status
  } finally {
    // A run that was left behind is not waited for: the process ends.
    if (status !== exitStatus.interrupted) await loaded.model.dispose()
  }
}

/** Opens an image and the files of the recipe, and decides what the recipe leaves open. */
async function prepareOne({ request, recipe, loaded, decide }: Task, image: string, signal: AbortSignal) {
  const files = filesWithin(request.model.maxPixels)
  const picture = await unlessStopped(files.picture(image), signal)
  const resolved = await unlessStopped(resolveRecipe(recipe, files), signal)
  const prepared = await unlessStopped(prepareInput(resolved, loaded.model, picture), signal)
  const decision = await unlessStopped(decide(recipe, prepared.input, { signal }), signal)
  return {
    picture,
    prepared,
    resolved: { ...resolved, recipe: decision.recipe },
    findings: decision.findings,
  }
}

/** Returns the recipe with everything decided: what the outputs are is known only once the model has seen an image. */
async function recipeInForce(task: Task, image: string, signal: AbortSignal): Promise<Recipe> {
  return (await prepareOne(task, image, signal)).resolved.recipe
}

async function explainOne(
  task: Task,
  image: string,
  paths: OutputPaths,
  console: Console,
  isLast: boolean,
): Promise<[result: Result | undefined, error: unknown]> {
  const { quiet, json } = task.request.output
  const bar = progressBar(basename(image), console, quiet || json)
  const started = Date.now()
  try {
    const { picture, prepared, resolved, findings } = await prepareOne(task, image, console.signal)
    // The results before an error are written as usual; the error is reported as well.
    const [explanation, error] = await runSweep(task, resolved, prepared, bar, console)
    const seconds = (Date.now() - started) / 1000
    bar.end()
    // The model gives back its memory before the figure needs as much. An interrupted run is not waited for.
    if (isLast && error === undefined) await task.loaded.model.dispose()
    const { recipe } = resolved
    const { geometry } = prepared
    const outcome = { image, picture, geometry, recipe, explanation, seconds, findings }
    const [result, unwritten] = await writeOutputs(task, outcome, paths)
    return [result, joinErrors([...(error === undefined ? [] : [error]), ...unwritten])]
  } catch (error) {
    return [undefined, error]
  } finally {
    bar.end()
  }
}

function modelLine({ model, file, labels }: LoadedModel): string {
  const name = file ?? "the bundled model of scenes (give --model FILE for your own)"
  return `${name}, ${model.backend}${labels ? `, ${labels.length} labels` : ", no labels (give --labels FILE)"}`
}

function modelRecord({ loaded: { model, file }, recipe, preparation }: Task): unknown {
  return {
    file,
    digest: model.digest,
    backend: model.backend,
    settings: model.settings,
    input: recipe.input,
    preprocessing: preparation.preprocessing,
  }
}

/** Refuses a mask that is neither a name, nor a colour, nor a file, before a model is loaded. */
async function expectMask(mask: string | undefined): Promise<void> {
  if (!mask?.startsWith("#")) return expectNameOrFile("--mask", mask, masks)
  if (!/^#[\da-f]{6}$/i.test(mask) && !(await exists(mask)))
    throw new UsageError(`--mask ${mask}: a colour is #rrggbb, as in #808080`)
}
