import { isPamiError } from "@pami/core"
import type { Model } from "@pami/core"
import { isItem, truthOf } from "@pami/datasets"
import type { DataSet, Failure, Item, Skipped } from "@pami/datasets"
import type { DecideOnce } from "@pami/explainer"
import { decodePicture } from "@pami/image/node"
import type { DecodeOptions } from "@pami/image/node"
import { createTarget } from "@pami/recipe"
import type { ResolvedRecipe } from "@pami/recipe"
import { ahead } from "@pami/runs"
import type { Outcome, ResultLine, Run } from "@pami/runs"
import { describeError } from "../exit-status.ts"
import { unlessStopped } from "../interrupt.ts"
import type { LoadedModel } from "../load-model.ts"
import { createItemTarget, SkippedInput } from "./classes.ts"
import { evaluateInput } from "./evaluate-input.ts"
import type { Plan } from "./plan.ts"
import { prepareImage } from "./prepare.ts"
import type { PreparedImage } from "./prepare.ts"
import { writeThumbnails } from "./thumbnails.ts"

type Entry = Item | Failure | Skipped

/** Options of {@link evaluateItems}. */
export interface ItemsTask {
  /** In the order in which they are evaluated. */
  readonly entries: AsyncIterable<Entry>
  readonly dataSet: Pick<DataSet, "classes">
  /** Number of items that count: those that are neither skipped nor failed. */
  readonly limit: number
  readonly onlyCorrect: boolean
  readonly plan: Plan
  readonly resolved: ResolvedRecipe
  readonly loaded: LoadedModel
  /** The model with its weights shuffled; absent unless a metric compares its maps. */
  readonly randomised: Model | undefined
  readonly decide: DecideOnce
  readonly decoding: DecodeOptions
  readonly batch: number | "auto"
  readonly run: Run
  /** Of the run. */
  readonly folder: string
  readonly signal: AbortSignal
  /** @param done number of items that count so far */
  readonly onStep: (done: number, name: string, step: string) => void
}

/** An item whose results are written. */
export interface EvaluatedItem {
  readonly id: string
  /** Whether it was known from an earlier start. */
  readonly wasKnown: boolean
  /** Why it failed as a whole. */
  readonly error?: unknown
}

/**
 * Evaluates items until as many as the limit have results, and writes the results. Decodes the next item while the model
 * works on one. Yields each item after its results were written.
 *
 * @throws PamiError `ABORTED`, `FILE_UNWRITABLE`, and the errors of the data set as a whole
 */
export async function* evaluateItems(task: ItemsTask): AsyncGenerator<EvaluatedItem, void, undefined> {
  const { run, limit, plan } = task
  const isKnown = (entry: Entry) =>
    isItem(entry) ? hasResults(run, entry.id, plan) : run.has({ input: entry.id })
  const prepare = async (entry: Entry) =>
    isItem(entry) && !isKnown(entry) ? await preparedItem(task, entry) : undefined
  let done = 0
  for await (const { item: entry, started } of ahead(task.entries, prepare)) {
    const { id } = entry
    const wasKnown = isKnown(entry)
    if (wasKnown) yield { id, wasKnown }
    else {
      const { lines, error } = await linesOf(task, entry, started, done)
      await run.add(lines.filter((line) => !run.has(line)))
      yield { id, wasKnown, ...(error === undefined ? {} : { error }) }
    }
    // A line about the whole input says that it was skipped or failed.
    if (!run.has({ input: id }) && ++done >= limit) return
  }
}

async function preparedItem(
  { plan, resolved, loaded, decoding }: ItemsTask,
  item: Item,
): Promise<PreparedImage> {
  return await prepareImage(await decodePicture(await item.open(), decoding), plan, resolved, loaded)
}

function hasResults(run: Run, input: string, { methods, metrics }: Plan): boolean {
  return methods.every(({ name: method }) =>
    metrics.every(({ name: metric }) => run.has({ input, method, metric })),
  )
}

interface Lines {
  readonly lines: readonly ResultLine[]
  readonly error?: unknown
}

/** Returns the results of an entry: of one that is skipped or fails, a line that says so. */
async function linesOf(
  task: ItemsTask,
  entry: Entry,
  image: Promise<PreparedImage | undefined>,
  done: number,
): Promise<Lines> {
  const input = entry.id
  if ("skipped" in entry) return { lines: [{ input, skipped: outcomeOf(entry.skipped) }] }
  if ("error" in entry) return { lines: [{ input, error: outcomeOf(entry.error) }], error: entry.error }
  try {
    task.onStep(done, input, "preparing")
    const prepared = (await unlessStopped(image, task.signal))!
    const { maps, lines } = await unlessStopped(evaluateItem(task, entry, prepared, done), task.signal)
    const {
      picture,
      prepared: { geometry },
    } = prepared
    await writeThumbnails(task.folder, input, { picture, geometry }, maps)
    return { lines }
  } catch (error) {
    if (error instanceof SkippedInput)
      return { lines: [{ input, skipped: { code: error.code, message: error.message } }] }
    if (isPamiError(error) && (error.code === "ABORTED" || error.code === "FILE_UNWRITABLE")) throw error
    return { lines: [{ input, error: describeError(error) }], error }
  }
}

function outcomeOf({ code, message }: Outcome): Outcome {
  return { code, message }
}

async function evaluateItem(task: ItemsTask, item: Item, image: PreparedImage, done: number) {
  const { plan, resolved, loaded, run, onlyCorrect, dataSet, batch, signal } = task
  const { input, geometry } = image.prepared
  const { recipe } = await task.decide(resolved.recipe, input, { model: loaded.model, signal })
  const { target, classes } = createItemTarget(item, { recipe, labels: loaded.labels, dataSet, onlyCorrect })
  return await evaluateInput({
    name: item.id,
    model: loaded.model,
    labels: loaded.labels,
    input,
    baselines: image.baselines,
    target,
    classes,
    classTarget: (id) => createTarget(recipe, { labels: loaded.labels, classes: () => [Number(id)] }),
    randomised: task.randomised,
    changed: image.changed,
    async truth() {
      const { annotated } = classes()
      const truth = annotated === undefined ? undefined : await truthOf(item, annotated, image.picture)
      return truth && { ...truth, covers: geometry.covers }
    },
    methods: plan.methods.filter(({ name: method }) =>
      plan.metrics.some(({ name: metric }) => !run.has({ input: item.id, method, metric })),
    ),
    metrics: plan.metrics,
    batch,
    signal,
    onStep: (step) => task.onStep(done, item.id, step),
  })
}
