import type { Target } from "@pami/core"
import {
  completeDataRecipe,
  createTarget,
  keptClasses,
  openData,
  resolveDataFiles,
  runData,
} from "@pami/recipe"
import type { DataDraft, DataRecipe, Decision, PreparedData } from "@pami/recipe"
import { platform } from "#platform"
import type { DecideOnce } from "./decide-once.ts"
import type { DescribedModel } from "./described-model.ts"
import type { ExplainerOptions } from "./options.ts"
import { decisionOptions, draftOf, hasObjects, isTarget } from "./read-options.ts"
import { resultOf } from "./result.ts"
import type { Result } from "./result.ts"
import type { OpenedFile } from "./open-file.ts"

/** The parts of an explainer that an explanation uses. */
export interface DataTools {
  readonly decide: DecideOnce
  /** Name of the model, for figures. */
  readonly model: string
}

/** An input that is not an image, prepared, with everything decided. */
export interface DataPlan {
  readonly prepared: PreparedData
  readonly decision: Pick<Decision<DataRecipe>, "recipe" | "findings">
}

/** Opens an input that is not an image, and decides what the options leave open. */
export async function planData(
  described: DescribedModel,
  file: OpenedFile,
  decide: DecideOnce,
  asked: ExplainerOptions,
): Promise<DataPlan> {
  const recipe = dataRecipeOf(described, file, asked)
  const prepared = await openData(
    recipe,
    await resolveDataFiles(recipe, platform.openFiles()),
    described.model,
    file,
  )
  const decision = isTarget(asked.target)
    ? { recipe, findings: [] }
    : await decide(recipe, prepared.input, decisionOptions(asked))
  return { prepared, decision }
}

/** Explains the prediction for an input that is not an image. */
export async function explainData(
  described: DescribedModel,
  file: OpenedFile,
  { decide, model: modelName }: DataTools,
  asked: ExplainerOptions,
): Promise<Result> {
  const { model, labels } = described
  const { prepared, decision } = await planData(described, file, decide, asked)
  const target: Target = isTarget(asked.target)
    ? asked.target
    : createTarget(decision.recipe, { labels, classes: keptClasses(decision.recipe) })
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
    names: { input: platform.recordedName(file.name), model: modelName },
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
  { model, labels, activation, columns }: DescribedModel,
  { kind }: Pick<OpenedFile, "kind">,
  asked: ExplainerOptions,
): DataRecipe {
  const chosen = draftOf(asked, labels)
  const draft: DataDraft = {
    ...(kind === "table" ? columns : {}),
    ...withoutRuntime(chosen),
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
function maskName({ input }: PreparedData): string | undefined {
  const { masking, background } = input.settings as {
    readonly masking?: { readonly name?: string }
    readonly background?: string
  }
  return masking?.name ?? (typeof background === "string" ? `${background} of the background` : undefined)
}
