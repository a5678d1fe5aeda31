import { basename } from "node:path"
import { decideOnce, expectForKind, isImageInput } from "@pami/explainer"
import type { ExplainerOptions } from "@pami/explainer"
import { presetNames } from "@pami/image"
import {
  dataMasks,
  definedFields,
  factsOf,
  masks,
  prepareInput,
  prepareTask,
  recognizeInputs,
  resolveRecipe,
} from "@pami/recipe"
import type { ImageRecipe } from "@pami/recipe"
import { describeBackend } from "./backends.ts"
import { recipeFor } from "./choose-recipe.ts"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf, UsageError } from "./exit-status.ts"
import { dataRecipeInForce, explainData } from "./explain-data.ts"
import type { DataTask } from "./explain-data.ts"
import { isPage, noPageOf } from "./figure-format.ts"
import { exists, filesWithin } from "./files.ts"
import { flagsFor } from "./hints.ts"
import { unlessStopped } from "./interrupt.ts"
import { joinErrors } from "./join-errors.ts"
import { loadModel, prepareLoaded } from "./load-model.ts"
import type { LoadedModel } from "./load-model.ts"
import { expectNameOrFile } from "./near-names.ts"
import { loadOwnTarget } from "./own-target.ts"
import { outputPaths } from "./output-paths.ts"
import type { OutputPaths } from "./output-paths.ts"
import { oneLine } from "./printable.ts"
import { progressBar } from "./progress.ts"
import { readRecipeFile } from "./recipe-file.ts"
import type { ExplainRequest } from "./request.ts"
import { describe, describeFindings } from "./result.ts"
import type { DataResult, Result } from "./result.ts"
import { runSweep } from "./run-sweep.ts"
import { segmentOnce } from "./segment-once.ts"
import type { Task } from "./task.ts"
import { writeOutputs } from "./write-outputs.ts"

/** An image that failed: the error, and the part of its result that could be saved. */
interface Failure extends Partial<Omit<Result | DataResult, "input">> {
  readonly input: string
  readonly error: { readonly code: string; readonly message: string }
}

/** `pami explain`: explains every image with one loaded model. Continues after an image that fails. */
export async function explainCommand(
  named: readonly string[],
  request: ExplainRequest,
  console: Console,
): Promise<number> {
  const { output, model, recipe, data, answer } = request
  if (answer !== undefined) {
    const { explainAnswerCommand } = await import("./explain-answer.ts")
    return await explainAnswerCommand(named, request, answer, console)
  }
  const images = inputsOf(named, data.texts !== undefined)
  const file = recipe.file === undefined ? {} : await readRecipeFile(recipe.file, request)
  const paths = await outputPaths(images, request, file)
  await expectNameOrFile("--preset", model.preset, presetNames)
  await expectMask(recipe.draft.mask)
  const { signal } = console
  const loaded = await unlessStopped(loadModel(model, console), signal)
  let status: number = exitStatus.done
  try {
    const kinds = recognizeInputs(loaded.model, loaded.architectures)
    const isImage = (input: string) =>
      data.texts === undefined &&
      data.question === undefined &&
      data.answer === undefined &&
      loaded.writer === undefined &&
      isImageInput(input, kinds)
    if (loaded.writer !== undefined && model.labels !== undefined)
      throw new UsageError("--labels: for scores of classes; the model writes words")
    if (images.some(isImage) && typeof output.figure === "string" && isPage(output.figure))
      throw noPageOf("image")
    if (images.some(isImage)) expectForKind({ ...data, kind: file.kind } as ExplainerOptions, "image")
    const dataTask: DataTask = { request, loaded, file }
    const preparation = images.some(isImage) ? await prepareLoaded(loaded, model, file) : undefined
    const task: Task | undefined = preparation && {
      request,
      loaded,
      preparation,
      recipe: await recipeFor(recipe, file, loaded, preparation),
      decide: decideOnce(loaded),
      isTargetOpen: recipe.target === undefined && file.target === undefined,
      isReadOutOpen: Object.keys(recipe.readOut).length === 0 && file.readOut === undefined,
      ownTarget: await loadOwnTarget(recipe.target),
      ...(images.length === 1 && { segmenter: segmentOnce() }),
    }
    if (output.printRecipe) {
      const first = images[0]
      const inForce =
        task !== undefined && isImage(first)
          ? await recipeInForce(task, first, signal)
          : await dataRecipeInForce(dataTask, first, signal)
      console.stdout(`${JSON.stringify(inForce, null, 2)}\n`)
      return status
    }
    const results: (Result | DataResult | Failure)[] = []
    for (const [index, image] of images.entries()) {
      const isLast = index === images.length - 1
      const [result, error, printed] =
        task !== undefined && isImage(image)
          ? await explainOne(task, image, paths[index], console, isLast)
          : await explainOther(dataTask, image, paths[index], console)
      // With --json all results are printed at the end: until then an interruption waits for them.
      console.setUnsaved?.(output.json)
      results.push(
        error === undefined
          ? (result as Result | DataResult)
          : { ...result, input: image, error: describeError(error, console.hasFlag) },
      )
      if (error !== undefined) {
        status = Math.max(status, statusOf(error))
        const { code, message } = describeError(error, console.hasFlag)
        console.stderr(
          `pami: ${oneLine(message.startsWith(image) ? message : `${image}: ${message}`)} [${code}]\n`,
        )
      }
      if (result && !output.json) console.stdout(`${describe(result, modelLine(loaded))}\n`)
      if (printed !== undefined && !output.json) console.stdout(`${printed}\n`)
      if (result && !output.quiet)
        console.stderr(
          describeFindings(result.findings, loaded.labels, flagsFor(result.kind, console.hasFlag)),
        )
      if (status === exitStatus.interrupted) break
    }
    if (output.json)
      console.stdout(`${JSON.stringify({ model: modelRecord(loaded, task), results }, null, 2)}\n`)
    console.setUnsaved?.(false)
    return status
  } finally {
    // A run that was left behind is not waited for: the process ends.
    if (status !== exitStatus.interrupted) {
      await loaded.model.dispose()
      await loaded.decoder?.dispose()
    }
  }
}

/**
 * Returns the files to explain, or the name of the texts of the command line.
 *
 * @throws UsageError for neither and for both
 */
function inputsOf(files: readonly string[], hasTexts: boolean): readonly string[] {
  if (files.length === 0 && !hasTexts) throw new UsageError("give a file to explain, or a text with --text")
  if (files.length > 0 && hasTexts)
    throw new UsageError(`--text is in place of a file: leave out ${files.join(", ")}, or --text`)
  return hasTexts ? ["text"] : files
}

/** Opens an image and the files of the recipe, and decides what the recipe leaves open. */
async function prepareOne(
  { request, recipe, loaded, decide, isTargetOpen, isReadOutOpen, ownTarget }: Task,
  image: string,
  signal: AbortSignal,
) {
  const files = filesWithin(request.model.maxPixels)
  const picture = await unlessStopped(files.picture(image), signal)
  const resolved = await unlessStopped(resolveRecipe(recipe, files), signal)
  const prepared = await unlessStopped(prepareInput(resolved, loaded.model, picture), signal)
  const context = await unlessStopped(prepareTask(resolved, loaded.model, prepared.geometry), signal)
  const { name } = request.recipe.task
  const facts = name === undefined ? undefined : factsOf(name)
  const decision =
    ownTarget === undefined
      ? await unlessStopped(
          decide(recipe, prepared.input, {
            ...context,
            ...definedFields({ task: facts }),
            isTargetOpen,
            isReadOutOpen,
            signal,
          }),
          signal,
        )
      : { recipe, findings: [] }
  return {
    picture,
    prepared,
    context,
    resolved: { ...resolved, recipe: decision.recipe },
    findings: decision.findings,
  }
}

/** Returns the recipe with everything decided: what the outputs are is known only once the model has seen an image. */
async function recipeInForce(task: Task, image: string, signal: AbortSignal): Promise<ImageRecipe> {
  return (await prepareOne(task, image, signal)).resolved.recipe
}

async function explainOne(
  task: Task,
  image: string,
  paths: OutputPaths,
  console: Console,
  isLast: boolean,
): Promise<[result: Result | undefined, error: unknown, printed?: undefined]> {
  const { quiet, json } = task.request.output
  const bar = progressBar(basename(image), console, quiet || json)
  const started = Date.now()
  try {
    const { picture, prepared, context, resolved, findings } = await prepareOne(task, image, console.signal)
    // The results before an error are written as usual; the error is reported as well.
    const [explanation, error] = await runSweep(task, resolved, prepared, context, bar, console)
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

/** Explains an input that is not an image. */
async function explainOther(
  task: DataTask,
  input: string,
  paths: OutputPaths,
  console: Console,
): Promise<[result: DataResult | undefined, error: unknown, printed?: string | undefined]> {
  const { quiet, json } = task.request.output
  const bar = progressBar(basename(input), console, quiet || json)
  try {
    const work = explainData(task, input, paths, bar, console)
    const [result, unwritten, printed] = await unlessStopped(work, console.signal)
    return [result, joinErrors(unwritten), printed]
  } catch (error) {
    return [undefined, error]
  } finally {
    bar.end()
  }
}

function modelLine({ model, file, labels, writer }: LoadedModel): string {
  const name = file ?? "the bundled model of scenes (give --model FILE for your own)"
  const known = labels?.length === 1 ? "1 label" : labels && `${labels.length} labels`
  // A model that writes has words in place of labels.
  const missing = writer === undefined ? ", no labels (give --labels FILE)" : ""
  return `${name}, ${describeBackend(model)}${known === undefined ? missing : `, ${known}`}`
}

function modelRecord({ model, file }: LoadedModel, task: Task | undefined): unknown {
  return {
    file,
    digest: model.digest,
    backend: model.backend,
    settings: model.settings,
    ...(task !== undefined && {
      input: task.recipe.input,
      preprocessing: task.preparation.preprocessing,
    }),
  }
}

/** Refuses a mask that is neither a name, nor a colour, nor a file, before a model is loaded. */
async function expectMask(mask: string | undefined): Promise<void> {
  if (mask?.startsWith("word:")) return
  if (!mask?.startsWith("#")) return expectNameOrFile("--mask", mask, [...masks, ...dataMasks])
  if (!/^#[\da-f]{6}$/i.test(mask) && !(await exists(mask)))
    throw new UsageError(`--mask ${mask}: a colour is #rrggbb, as in #808080`)
}
