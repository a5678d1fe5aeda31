import { createHash } from "node:crypto"
import { basename } from "node:path"
import type { Settings } from "@pami/core"
import { explainerOf } from "@pami/explainer"
import type { Explainer, ExplainerOptions } from "@pami/explainer"
import { recognizeInputs } from "@pami/recipe"
import type { InputKind, Preparation, RecipeDraft, Recognized } from "@pami/recipe"
import type { InputList, RunMethods } from "@pami/runs"
import { recipeFor, taskFields, withoutOverridden } from "../choose-recipe.ts"
import { UsageError } from "../exit-status.ts"
import { explainerOptions } from "../explainer-options.ts"
import { readBytes } from "../files.ts"
import { loadModel, prepareLoaded, readPreset } from "../load-model.ts"
import type { LoadedModel } from "../load-model.ts"
import { isModule } from "../own-target.ts"
import { readPartitions } from "../partitions.ts"
import { readRecipeFile } from "../recipe-file.ts"
import type { ExplainRequest } from "../request.ts"
import { modelName } from "../write-outputs.ts"
import { openInputs } from "./open-inputs.ts"
import type { RunRequest } from "./request.ts"

/** A loaded model that explains the inputs of a run, as the options of `pami run` say. */
export interface RunExplaining {
  readonly loaded: LoadedModel
  readonly explain: Explainer
  readonly inputs: InputList
  readonly methods: RunMethods
  /** Settings that decide results beside the recipe: a module of the user's, a decoder. */
  readonly settings: Settings
  /** Of a model that takes images. */
  readonly preparation: Preparation | undefined
}

/**
 * Loads the model of a run and lists its inputs: alike in the process that writes and in those that work for it.
 *
 * @throws UsageError for options that contradict each other, and the errors of the model and of the list
 */
export async function openExplaining(request: RunRequest): Promise<RunExplaining> {
  const { model, recipe } = request.explain
  const file = recipe.file === undefined ? {} : await readRecipeFile(recipe.file, request.explain)
  const loaded = await loadModel(model)
  try {
    const kinds = recognizeInputs(loaded.model, loaded.architectures)
    expectKind(file, kinds)
    const inputs = await openInputs(request, kinds)
    const isOfImages = kinds.length === 0 || kinds.some(({ value }) => value === "image")
    const preparation = isOfImages ? await prepareLoaded(loaded, model, file) : undefined
    // Refuses contradictions before the first input. The words of an answer are known with the answer.
    if (preparation !== undefined && loaded.writer === undefined)
      await recipeFor(recipe, file, loaded, preparation)
    const { target, question, answer, ...options } = await optionsOf(request.explain, file, preparation)
    const asked = { ...(question !== undefined && { question }), ...(answer !== undefined && { answer }) }
    const isOwn = recipe.target !== undefined && isModule(recipe.target)
    // Each answer has other words.
    const isOfEach = target !== undefined && (isOwn || loaded.writer !== undefined)
    const explain = explainerOf(
      loaded,
      {
        name: modelName(loaded.file),
        isOwned: false,
        preset: (await readPreset(model.preset)) ?? file.preprocessing,
        writer: loaded.writer,
      },
      { ...options, ...(isOfEach || target === undefined ? {} : { target }) },
    )
    return {
      loaded,
      explain,
      inputs,
      methods: Object.fromEntries(
        request.methods.map((method) => [method, { method, ...asked, ...(isOfEach && { target }) }]),
      ),
      settings: {
        ...(isOwn && { target: await digestOf(recipe.target!) }),
        ...(loaded.decoder !== undefined && { decoder: loaded.decoder.digest }),
      },
      preparation,
    }
  } catch (error) {
    await loaded.model.dispose()
    throw error
  }
}

/** Refuses a recipe for inputs that the model does not take. An array may be that of any input. */
function expectKind(file: RecipeDraft, kinds: readonly Recognized<InputKind>[]): void {
  const kind: string | undefined = file.kind
  if (kind === undefined || kind === "array" || kinds.length === 0) return
  if (kinds.some(({ value }) => value === kind)) return
  const taken = kinds.map(({ value }) => value).join(" or ")
  throw new UsageError(`the recipe is for a ${kind}, and the model takes ${taken}`)
}

async function optionsOf(
  request: ExplainRequest,
  file: RecipeDraft,
  preparation: Preparation | undefined,
): Promise<ExplainerOptions> {
  const { model, recipe } = request
  const { modelInput = file.input, ...own } = model.preparation
  const preparing = { ...own, modelInput, maxPixels: model.maxPixels }
  const given = Object.fromEntries(Object.entries(preparing).filter(([, value]) => value !== undefined))
  if (preparation === undefined) return { ...given, ...(await explainerOptions({ request, file })) }
  const { boxes, region } = recipe.task
  const kept = withoutOverridden(file, recipe.draft)
  const plain = {
    ...request,
    recipe: { ...recipe, task: { ...recipe.task, boxes: undefined, region: undefined } },
  }
  const { width, height } = preparation.preprocessing
  return {
    ...given,
    ...(await explainerOptions({ request: plain, file: kept })),
    ...(recipe.partitions === undefined ? {} : await readPartitions(recipe.partitions, [height, width])),
    ...(boxes === undefined && region === undefined ? {} : taskFields(recipe.task)),
  } as ExplainerOptions
}

async function digestOf(file: string): Promise<string> {
  const digest = createHash("sha256")
    .update(await readBytes(file))
    .digest("hex")
  return `${basename(file)} sha256:${digest}`
}
