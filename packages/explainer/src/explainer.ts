/// <reference lib="esnext.disposable" preserve="true" />
import type { Explanation, Input, Model, ModelSource, Target } from "@pami/core"
import type { Labels, Picture } from "@pami/image"
import { createTarget, definedFields, keptClasses, recognizeInputs } from "@pami/recipe"
import type { Preparation, PreparationOptions, Recipe, RecipeFiles, Texts } from "@pami/recipe"
import { isLanguageModel } from "@pami/openai"
import type { LanguageModel } from "@pami/openai"
import { platform } from "#platform"
import { answerExplainer } from "./answer-explainer.ts"
import type { AnswerExplainer, AnswerOptions } from "./answer-explainer.ts"
import { explainData, planData } from "./explain-data.ts"
import { expectFile, isInput, isNamedFile, isPicture, nameOf, textsOf } from "./explainable.ts"
import type { Explainable, FileInput } from "./explainable.ts"
import { openFile, openTexts } from "./open-file.ts"
import type { OpenedFile } from "./open-file.ts"
import { openTokenizerOnce } from "./open-tokenizer-once.ts"
import { chooseRecipe } from "./choose-recipe.ts"
import { decideOnce } from "./decide-once.ts"
import { describeModel, prepareModel } from "./described-model.ts"
import type { DescribedModel } from "./described-model.ts"
import { doubtTokenizer } from "./doubt-tokenizer.ts"
import { expectEncoder } from "./expect-encoder.ts"
import type { FitImage, FittedImage } from "./fitted-image.ts"
import { expectForKind } from "./expect-for-kind.ts"
import type { OptionKind } from "./expect-for-kind.ts"
import { expectKnown, modelOptions, ownOptions } from "./known-options.ts"
import { openModel } from "./open-model.ts"
import type { EncoderDecoderSource, ModelFunction } from "./open-model.ts"
import type { ExplainerOptions, ExplainOptions } from "./options.ts"
import type { ImageFile } from "./platform/platform.ts"
import { decisionOptions, draftOf, hasObjects, isTarget, readLabels, readPreset } from "./read-options.ts"
import { resultOf, tellResults } from "./result.ts"
import type { Result } from "./result.ts"
import { openImage, showInput, sweepImage } from "./sweep-image.ts"
import type { Shown } from "./sweep-image.ts"
import { describeWriter } from "./describe-writer.ts"
import { tokenizerFields, tokenizerFor } from "./tokenizer-for.ts"
import { withQuestion } from "./with-question.ts"
import { answerTo, isEncoding, recipeOfAnswer, withoutClasses, writingOf } from "./writer.ts"
import type { Writer } from "./writer.ts"

/** Explains inputs with one loaded model. */
export interface Explainer extends AsyncDisposable {
  /**
   * Explains the prediction for an input.
   *
   * @param options take the place of the explainer's own for this call
   * @throws PamiError for what cannot be opened, fed or scored, with a stable `code`
   * @throws RangeError for an option out of its range
   */
  (input: Explainable, options?: ExplainOptions): Promise<Result>
  /**
   * Returns the recipe in force for an input, with everything decided, and runs no sweep.
   *
   * @throws the errors of an explanation; RangeError for an input of the caller's
   */
  recipe(input: FileInput | Picture | Texts, options?: ExplainOptions): Promise<Recipe>
  /**
   * Returns what an explanation of an input asks, and runs no sweep: to measure its map with `@pami/evaluation`.
   *
   * @throws the errors of an explanation; RangeError for an input of the caller's
   */
  plan(input: FileInput | Picture | Texts, options?: ExplainOptions): Promise<Plan>
  readonly model: Model
  /** Names of the classes, if they are known. */
  readonly labels: Labels | undefined
  /** Frees the model, unless the caller loaded it. */
  dispose(): Promise<void>
}

/**
 * Loads a model, and returns a function that explains its predictions. Labels, preprocessing and task are found next to
 * the model and inside it; each guess is a finding of the result.
 *
 * @param model a path or address, the bytes of its files, a loaded model, or a function of a batch of images that returns
 *   a row of scores for each (give its `size`)
 * @param options `backend` loads the model; the package `pami` has a default
 * @throws PamiError `BACKEND_NOT_CHOSEN`, the errors of `Backend.load`, `LABELS_INVALID`, `FILE_NOT_FOUND`
 *
 * @example
 * import { explainer } from "@pami/explainer"
 * import { onnxruntimeNode } from "@pami/onnxruntime-node"
 * import { models, pictures } from "@pami/zoo"
 *
 * const { onnx, labels, preprocessing } = models.scenes
 * const explain = await explainer(onnx.href, { backend: onnxruntimeNode(), labels, preprocessing })
 * const { prediction, map } = await explain(pictures.scene.href, { passes: 200 })
 * console.log(prediction[0].label, map().length) // mushroom 9216
 * await explain.dispose()
 */
export async function explainer(
  model: ModelSource | Model | ModelFunction | EncoderDecoderSource,
  options?: ExplainerOptions,
): Promise<Explainer>
/**
 * Returns a function that explains the answers of a language model behind an API: which sentences of the context they come from.
 *
 * @param model of `openai` of `@pami/openai`
 */
export async function explainer(model: LanguageModel, options?: AnswerOptions): Promise<AnswerExplainer>
export async function explainer(
  model: ModelSource | Model | ModelFunction | EncoderDecoderSource | LanguageModel,
  options: ExplainerOptions | AnswerOptions = {},
): Promise<Explainer | AnswerExplainer> {
  if (isLanguageModel(model)) return answerExplainer(model, options as AnswerOptions)
  return await openExplainer(model, options as ExplainerOptions)
}

async function openExplainer(
  model: ModelSource | Model | ModelFunction | EncoderDecoderSource,
  options: ExplainerOptions,
): Promise<Explainer> {
  expectKnown(options, [...ownOptions, ...modelOptions])
  // Read first: a mistake in a small file ends the call before a large model is loaded.
  const labels = await readLabels(options.labels)
  const preset = await readPreset(options.preprocessing)
  const opened = await openModel(model, options)
  const { name, path, read, isOwned, decoder, decoderName } = opened
  const described = await describeModel(opened.model, {
    labels,
    hasPreprocessing: preset !== undefined,
    path,
    read,
    writes: decoder !== undefined,
  })
  const { generation } = options
  const writer = await describeWriter(described, decoder, { path, read, decoderName, generation })
  return explainerOf(described, { name, isOwned, preset, writer }, options)
}

/** The model, the input and the target of an explanation. */
export interface Plan {
  /** The recipe in force, with everything decided. */
  readonly recipe: Recipe
  /** The model; of one that writes, fed its answer. The explainer disposes of it. */
  readonly model: Model
  /** The input over its baseline. */
  readonly input: Input
  /** Scores all targets that a sweep keeps. */
  readonly target: Target
}

/** A model's name, and who owns it. */
export interface ModelOrigin {
  /** Its path or address, or `"the model"`. */
  readonly name: string
  /** Whether the explainer disposes of it. */
  readonly isOwned: boolean
  /** The preprocessing that the caller names. Default: what is found or guessed. */
  readonly preset?: PreparationOptions["preset"]
  /** How the model writes. Default: it does not. */
  readonly writer?: Writer | undefined
  /** Brings images to the model's size in place of their preprocessing's resize and crop. Default: these. */
  readonly fit?: FitImage | undefined
  /** Opens the files that recipes name, such as a tokenizer. Default: from the disk; in a browser, from their addresses. */
  readonly files?: RecipeFiles | undefined
}

/** Returns the function that explains the predictions of a described model: see `explainer`. */
export function explainerOf(
  described: DescribedModel,
  { name, isOwned, preset, writer, fit, files }: ModelOrigin,
  options: ExplainerOptions = {},
): Explainer {
  const decide = decideOnce(described)
  const openTokenizer = openTokenizerOnce()
  const filesFor = ({ maxPixels }: ExplainerOptions) =>
    files ?? platform.openFiles(definedFields({ maxPixels }))
  const tools = { decide, openTokenizer, files: filesFor(options), writer }
  const inputs = recognizeInputs(described.model, described.architectures)
  let prepared: Preparation | undefined
  const { mean, std, resize, layout, size, modelInput } = options
  // At the first image: a model of other inputs has none.
  const preparation = (fitted?: FittedImage) =>
    fitted === undefined
      ? (prepared ??= prepareModel(described, { preset, mean, std, resize, layout, size, modelInput }))
      : prepareModel(described, { preset: fitted.preprocessing, modelInput })

  async function planImage(input: Picture | Input | ImageFile, asked: ExplainerOptions) {
    const opened = await openImage(input, asked)
    const fitted = fit === undefined || isInput(opened) ? undefined : await fit(opened)
    const { findings: about, ...plan } = preparation(fitted)
    const draft = draftOf(writer === undefined ? asked : withoutClasses(asked), described.labels)
    const recipe = chooseRecipe(described, draft, plan)
    const alone = await showInput(opened, recipe, described.model, {
      ...asked,
      fitted,
      files: filesFor(asked),
    })
    const shown = asked.question === undefined ? alone : await askOf(alone, asked.question, asked)
    const decision =
      isTarget(asked.target) || writer !== undefined
        ? { recipe, findings: [] }
        : await decide(recipe, shown.input, { ...shown.context, ...decisionOptions(asked) })
    if (!isEncoding(writer) || isTarget(asked.target)) {
      const { recipe } = decision
      const target = isTarget(asked.target)
        ? asked.target
        : // All classes, so that the map of any other costs no pass.
          createTarget(recipe, {
            ...shown.context,
            labels: described.labels,
            classes: keptClasses(recipe),
          })
      return { about, shown, decision, model: described.model, target }
    }
    const written = await answerTo(shown.input, writer, {
      model: described.model,
      tokenizer: await tokenizerFor(described, asked, tools),
      text: asked.answer,
    })
    return {
      about,
      shown,
      decision: { recipe: recipeOfAnswer(recipe, written, asked), findings: written.findings },
      model: written.model,
      target: written.target,
      written,
    }
  }

  /** Returns an image with the question that the model takes beside it. */
  async function askOf(shown: Shown, text: string, asked: ExplainerOptions): Promise<Shown> {
    if (shown.image === undefined)
      throw new RangeError("question: for an image; an input of the caller's holds its own texts")
    const takesIds = described.model.inputs.some(({ dtype }) => dtype.startsWith("int"))
    const tokenizer = takesIds ? await tokenizerFor(described, asked, tools) : undefined
    const { geometry } = shown.image
    const { question, ...joint } = await withQuestion({ ...shown, geometry }, described.model, text, {
      tokenizer,
      vocabularySize: described.vocabularySize,
    })
    const doubts = doubtTokenizer(described, tokenizer)
    const files = takesIds ? tokenizerFields(described.tokenizer, asked) : noTokenizer
    return { ...shown, ...joint, asked: { text, ...files }, image: { ...shown.image, question }, doubts }
  }

  async function explainImage(input: Picture | Input | ImageFile, asked: ExplainerOptions): Promise<Result> {
    const { about, shown, decision, model, target, written } = await planImage(input, asked)
    const ownMethod = typeof asked.method === "object" ? asked.method : undefined
    const { recipe } = decision
    const resolved = { ...shown.resolved, recipe }
    const resultFor = (explanation: Explanation) =>
      resultOf({
        explanation,
        recipe,
        labels: described.labels,
        findings: [...about, ...(shown.doubts ?? []), ...decision.findings, ...explanation.findings],
        shown: shown.image,
        names: {
          input: asked.name ?? platform.recordedName(nameOf(input)),
          model: platform.recordedName(name),
        },
        read: ownMethod && ((computed, target) => ownMethod.read(computed, target)),
        objects: {
          partitioner: asked.partitioner?.name,
          method: ownMethod?.name,
          mask: typeof asked.mask === "object" ? asked.mask.name : undefined,
        },
        isReplayable: shown.image !== undefined && fit === undefined && !hasObjects(asked),
        written: { ...writingOf(writer, written), ...(shown.asked && { question: shown.asked }) },
      })
    const explanation = await sweepImage(
      { ...shown, resolved },
      { ...asked, model, target, onProgress: tellResults(asked.onProgress, resultFor) },
    )
    return resultFor(explanation)
  }

  /** Returns the options of a call, where the model can be explained at all. */
  function askedOf(own: ExplainOptions): ExplainerOptions {
    expectKnown(own, ownOptions)
    const asked = { ...options, ...definedFields(own) }
    expectEncoder(described.model, asked.feeds)
    return asked
  }

  async function explainOne(input: Explainable, own: ExplainOptions = {}): Promise<Result> {
    const asked = askedOf(own)
    if (asked.answer !== undefined && writer === undefined)
      throw new RangeError("answer: the model does not write; it needs a decoder, or scores of a vocabulary")
    if (isInput(input)) return await explainImage(input, asked)
    const [file, source] = isPicture(input) ? [undefined, input] : await openInput(input, asked)
    expectForKind(asked, kindOf(file, asked))
    return file === undefined
      ? await explainImage(source, asked)
      : await explainData(described, file, { ...tools, model: platform.recordedName(name) }, asked)
  }

  const kindOf = (file: OpenedFile | undefined, { question }: ExplainerOptions): OptionKind => {
    if (file !== undefined) return file.kind
    return question === undefined && writer === undefined ? "image" : "image with words"
  }

  /** Returns the opened file of an input, or the source of an image, which is decoded elsewhere. */
  async function openInput(
    input: FileInput | Texts,
    { name: called }: ExplainerOptions,
  ): Promise<[file: OpenedFile | undefined, source: ImageFile]> {
    const texts = textsOf(input, inputs[0]?.value === "text")
    if (texts !== undefined) return [openTexts(texts, called ?? "text", inputs), ""]
    const source = isNamedFile(input) ? input.file : (input as ImageFile)
    expectFile(source)
    return [await openFile(source, called ?? nameOf(source), inputs), source]
  }

  async function plan(input: FileInput | Picture | Texts, own: ExplainOptions = {}): Promise<Plan> {
    const asked = askedOf(own)
    const [file, source] = isPicture(input) ? [undefined, input] : await openInput(input, asked)
    expectForKind(asked, kindOf(file, asked))
    if (file === undefined) {
      const { shown, decision, model, target } = await planImage(source, asked)
      return { recipe: decision.recipe, model, input: shown.input, target }
    }
    const { prepared, decision, model, target } = await planData(described, file, tools, asked)
    return { recipe: decision.recipe, model, input: prepared.input, target }
  }

  const dispose = async () => {
    if (!isOwned) return
    await described.model.dispose()
    await writer?.decoder?.dispose()
  }
  return Object.assign(explainOne, {
    recipe: async (input: FileInput | Picture | Texts, own?: ExplainOptions) =>
      (await plan(input, own)).recipe,
    plan,
    model: described.model,
    labels: described.labels,
    dispose,
    [Symbol.asyncDispose]: dispose,
  })
}

const noTokenizer = { tokenizer: null, tokenizerConfig: null }
