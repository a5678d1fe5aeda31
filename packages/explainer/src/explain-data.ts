import { PamiError } from "@pami/core"
import type { Explanation, Model, Target } from "@pami/core"
import {
  completeDataRecipe,
  createTarget,
  isOfTokens,
  keptClasses,
  openData,
  prepareDataTask,
  resolveDataFiles,
  runData,
} from "@pami/recipe"
import type {
  DataDraft,
  DataRecipe,
  Decision,
  openTokenizerOf,
  PreparedData,
  RecipeFiles,
  Writing,
} from "@pami/recipe"
import { platform } from "#platform"
import { blameTokenizer } from "./blame-tokenizer.ts"
import { decidedNames } from "./caption.ts"
import type { DecideOnce } from "./decide-once.ts"
import type { DescribedModel } from "./described-model.ts"
import { doubtTokenizer } from "./doubt-tokenizer.ts"
import type { ExplainerOptions } from "./options.ts"
import { decisionOptions, draftOf, hasObjects, isTarget, isTokenizer } from "./read-options.ts"
import { tokenizerFields, tokenizerFor } from "./tokenizer-for.ts"
import { answerTo, continuationOf, isEncoding, recipeOfAnswer, withoutClasses, writingOf } from "./writer.ts"
import type { Writer } from "./writer.ts"
import { resultOf, tellResults } from "./result.ts"
import type { Result } from "./result.ts"
import type { OpenedFile } from "./open-file.ts"

/** The parts of an explainer that an explanation uses. */
export interface DataTools {
  readonly decide: DecideOnce
  readonly openTokenizer: typeof openTokenizerOf
  /** Opens the files that recipes name. */
  readonly files: RecipeFiles
  /** How the model writes. Undefined for one that does not. */
  readonly writer: Writer | undefined
  /** Name of the model, for figures. */
  readonly model: string
}

/** An input that is not an image, prepared, with everything decided. */
export interface DataPlan {
  readonly prepared: PreparedData
  /** The model of the sweep: of one that writes, fed its answer. */
  readonly model: Model
  readonly target: Target
  readonly decision: Pick<Decision<DataRecipe>, "recipe" | "findings">
  /** The answer of a model that writes, for the manifest. */
  readonly writing?: Writing
}

/** Opens an input that is not an image, and decides what the options leave open. */
export async function planData(
  described: DescribedModel,
  file: OpenedFile,
  tools: Omit<DataTools, "model">,
  asked: ExplainerOptions,
): Promise<DataPlan> {
  const { writer, files } = tools
  const recipe = dataRecipeOf(described, file, writer === undefined ? asked : withoutClasses(asked))
  const { tokenizer } = asked
  const { model, labels } = described
  const found = await resolveDataFiles(
    recipe,
    files,
    isTokenizer(tokenizer) ? async () => tokenizer : tools.openTokenizer,
  )
  const doubts = doubtTokenizer(described, found.tokenizer)
  const opened = { ...found, vocabularySize: described.vocabularySize }
  const open = (taking: Model, answer?: readonly number[]) =>
    openData(recipe, { ...opened, answer }, taking, file)
  if (isTarget(asked.target))
    return {
      prepared: await open(model),
      model,
      target: asked.target,
      decision: { recipe, findings: doubts },
    }
  if (writer !== undefined) {
    const question = {
      model,
      tokenizer: await tokenizerFor(described, asked, tools),
      text: asked.answer,
    }
    const { opened: prepared, ...written } = isEncoding(writer)
      ? await answerOnce(open, model, writer, question)
      : await continuationOf(open, writer, question)
    const decision = {
      recipe: recipeOfAnswer(recipe, written, asked),
      findings: [...doubts, ...written.findings],
    }
    return { prepared, model: written.model, target: written.target, decision, ...writingOf(writer, written) }
  }
  const plain = await open(model)
  const context = await prepareDataTask(recipe, model, plain, opened, files)
  const decision = await orBlame(
    tools.decide(recipe, plain.input, { ...context, ...decisionOptions(asked) }),
    model,
    plain,
  )
  // Of a task that scores tokens, no token may move, which is known once the task is.
  const isPlaced = plain.words !== undefined || !isOfTokens(decision.recipe.task)
  const prepared = isPlaced ? plain : await openData(decision.recipe, opened, model, file)
  const target = createTarget(decision.recipe, {
    ...context,
    words: prepared.words,
    labels,
    classes: keptClasses(decision.recipe),
  })
  return { prepared, model, target, decision: { ...decision, findings: [...doubts, ...decision.findings] } }
}

/** Explains the prediction for an input that is not an image. */
export async function explainData(
  described: DescribedModel,
  file: OpenedFile,
  tools: DataTools,
  asked: ExplainerOptions,
): Promise<Result> {
  const { labels } = described
  const { prepared, model, target, decision, writing } = await planData(described, file, tools, asked)
  const ownMethod = typeof asked.method === "object" ? asked.method : undefined
  const { batch, signal, onProgress } = asked
  const resultFor = (explanation: Explanation) =>
    resultOf({
      explanation,
      recipe: decision.recipe,
      labels,
      findings: [...described.findings, ...prepared.findings, ...decision.findings, ...explanation.findings],
      shown: { kind: "data", prepared },
      names: { input: platform.recordedName(file.name), model: tools.model },
      read: ownMethod && ((computed, id) => ownMethod.read(computed, id)),
      objects: { ...decidedNames(explanation), method: ownMethod?.name },
      isReplayable: !hasObjects(asked),
      written: writing === undefined ? {} : { writing },
    })
  const running = runData(decision.recipe, {
    model,
    prepared,
    target,
    partitioner: asked.partitioner ?? ownMethod?.partitioner,
    ...(batch === undefined ? {} : { batch }),
    signal,
    onProgress: tellResults(onProgress, resultFor),
  })
  return resultFor(await orBlame(running, model, prepared))
}

/** Waits for the runs of a model; if they fail by the ids of another tokenizer, the error says so. */
async function orBlame<Answer>(
  runs: Promise<Answer>,
  model: Model,
  { input }: Pick<PreparedData, "input">,
): Promise<Answer> {
  return await runs.catch(async (error: unknown) => {
    const { tokenizer } = input.settings as { readonly tokenizer?: { readonly name: string } }
    throw tokenizer === undefined ? error : await blameTokenizer(error, model, input, tokenizer.name)
  })
}

/** Returns the answer of a decoder to an input, and the input. */
async function answerOnce(
  open: (model: Model) => Promise<PreparedData>,
  model: Model,
  writer: Parameters<typeof answerTo>[1],
  question: Parameters<typeof answerTo>[2],
) {
  const opened = await open(model)
  return { ...(await answerTo(opened.input, writer, question)), opened }
}

/** Returns the recipe of the options for a file of that kind. */
function dataRecipeOf(
  { model, labels, activation, columns, tokenizer }: DescribedModel,
  { kind, texts }: Pick<OpenedFile, "kind" | "texts">,
  asked: ExplainerOptions,
): DataRecipe {
  const chosen = draftOf(asked, labels)
  const draft: DataDraft = {
    ...(kind === "table" ? columns : {}),
    ...withoutRuntime(chosen),
    ...(kind === "text" ? { texts, ...tokenizerFields(tokenizer, asked) } : {}),
    labels: labels?.length ?? chosen.labels,
    activation: chosen.activation ?? activation,
  }
  return completeDataRecipe(kind, draft, inputName(model, asked))
}

// Options of a run, which decide no map.
const ofRuns = new Set([
  "batch",
  "signal",
  "onProgress",
  "name",
  "answer",
  "maxPixels",
  "partitioner",
  "backend",
  "modelInput",
])

function withoutRuntime(draft: object): DataDraft {
  return Object.fromEntries(Object.entries(draft).filter(([field]) => !ofRuns.has(field)))
}

/** Returns the name of the model's input for the data: the named one; of those that nobody feeds, the one with most axes. */
function inputName(
  { inputs }: DescribedModel["model"],
  { modelInput, feeds = {} }: Pick<ExplainerOptions, "modelInput" | "feeds">,
): string {
  if (modelInput !== undefined && !inputs.some(({ name }) => name === modelInput))
    throw new PamiError(
      "INPUT_NOT_FOUND",
      `the model has no input named "${modelInput}"; it has ${inputs.map(({ name }) => name).join(", ")}`,
    )
  if (modelInput !== undefined) return modelInput
  const open = inputs.filter(({ name }) => !Object.hasOwn(feeds, name))
  return (open.length > 0 ? open : inputs).reduce((best, one) =>
    one.shape.length > best.shape.length ? one : best,
  ).name
}
