import type { Target } from "@pami/core"
import {
  completeDataRecipe,
  createTarget,
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
  TaskContext,
} from "@pami/recipe"
import { platform } from "#platform"
import type { DecideOnce } from "./decide-once.ts"
import type { DescribedModel } from "./described-model.ts"
import type { ExplainerOptions } from "./options.ts"
import { decisionOptions, draftOf, hasObjects, isTarget, isTokenizer } from "./read-options.ts"
import { resultOf } from "./result.ts"
import type { Result } from "./result.ts"
import type { OpenedFile } from "./open-file.ts"

/** The parts of an explainer that an explanation uses. */
export interface DataTools {
  readonly decide: DecideOnce
  readonly openTokenizer: typeof openTokenizerOf
  /** Name of the model, for figures. */
  readonly model: string
}

/** An input that is not an image, prepared, with everything decided. */
export interface DataPlan {
  readonly prepared: PreparedData
  readonly context: TaskContext
  readonly decision: Pick<Decision<DataRecipe>, "recipe" | "findings">
}

/** Opens an input that is not an image, and decides what the options leave open. */
export async function planData(
  described: DescribedModel,
  file: OpenedFile,
  { decide, openTokenizer }: Pick<DataTools, "decide" | "openTokenizer">,
  asked: ExplainerOptions,
): Promise<DataPlan> {
  const recipe = dataRecipeOf(described, file, asked)
  const { tokenizer } = asked
  const { model } = described
  const files = platform.openFiles()
  const opened = await resolveDataFiles(
    recipe,
    files,
    isTokenizer(tokenizer) ? async () => tokenizer : openTokenizer,
  )
  const prepared = await openData(recipe, opened, model, file)
  const context = await prepareDataTask(recipe, model, prepared, opened, files)
  const decision = isTarget(asked.target)
    ? { recipe, findings: [] }
    : await decide(recipe, prepared.input, { ...context, ...decisionOptions(asked) })
  return { prepared, context, decision }
}

/** Explains the prediction for an input that is not an image. */
export async function explainData(
  described: DescribedModel,
  file: OpenedFile,
  tools: DataTools,
  asked: ExplainerOptions,
): Promise<Result> {
  const { model, labels } = described
  const { prepared, context, decision } = await planData(described, file, tools, asked)
  const target: Target = isTarget(asked.target)
    ? asked.target
    : createTarget(decision.recipe, { ...context, labels, classes: keptClasses(decision.recipe) })
  const ownMethod = typeof asked.method === "object" ? asked.method : undefined
  const { batch, signal, onProgress } = asked
  const explanation = await runData(decision.recipe, {
    model,
    prepared,
    target,
    partitioner: asked.partitioner ?? ownMethod?.partitioner,
    ...(batch === undefined ? {} : { batch }),
    signal,
    onProgress,
  })
  return resultOf({
    explanation,
    recipe: decision.recipe,
    labels,
    findings: [...described.findings, ...prepared.findings, ...decision.findings, ...explanation.findings],
    shown: { kind: "data", prepared },
    names: { input: platform.recordedName(file.name), model: tools.model },
    read: ownMethod && ((computed, id) => ownMethod.read(computed, id)),
    objects: {
      partitioner: asked.partitioner?.name ?? prepared.partitioner.name,
      method: ownMethod?.name,
      mask: maskName(prepared),
    },
    isReplayable: !hasObjects(asked),
  })
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
    ...(kind === "text" ? { texts, ...tokenizerFields(tokenizer, asked.tokenizer) } : {}),
    labels: labels?.length ?? chosen.labels,
    activation: chosen.activation ?? activation,
  }
  return completeDataRecipe(kind, draft, inputName(model, asked))
}

/** Returns the fields of the tokenizer's files: the named one, else those near the model. An object has none. */
function tokenizerFields(
  found: DescribedModel["tokenizer"],
  named: ExplainerOptions["tokenizer"],
): Pick<DataDraft, string> {
  if (isTokenizer(named)) return { tokenizer: null }
  if (named === undefined) return { tokenizer: found?.tokenizer, tokenizerConfig: found?.config }
  return { tokenizer: platform.recordedName(String(named)) }
}

// Options of a run, which decide no map.
const ofRuns = new Set([
  "batch",
  "signal",
  "onProgress",
  "name",
  "maxPixels",
  "segmenter",
  "partitioner",
  "backend",
])
const ofImages = new Set(["mean", "std", "resize", "layout", "size", "modelInput"])

function withoutRuntime(draft: object): DataDraft {
  return Object.fromEntries(
    Object.entries(draft).filter(([field]) => !ofRuns.has(field) && !ofImages.has(field)),
  )
}

/** Returns the name of the model's input for the data: the named one; of those that nobody feeds, the one with most axes. */
function inputName(
  { inputs }: DescribedModel["model"],
  { modelInput, feeds = {} }: Pick<ExplainerOptions, "modelInput" | "feeds">,
): string {
  if (modelInput !== undefined) return modelInput
  const open = inputs.filter(({ name }) => !Object.hasOwn(feeds, name))
  return (open.length > 0 ? open : inputs).reduce((best, one) =>
    one.shape.length > best.shape.length ? one : best,
  ).name
}

/** Returns the name of the masking operator, as the input records it. */
function maskName({ input, content }: PreparedData): string | undefined {
  if (content.kind === "text") return content.text.mask
  const { masking, background } = input.settings as {
    readonly masking?: { readonly name?: string }
    readonly background?: string
  }
  return masking?.name ?? (typeof background === "string" ? `${background} of the background` : undefined)
}
