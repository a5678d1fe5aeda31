import { explain, PamiError, verify } from "@pami/core"
import type { Explanation, Input, Manifest, Model, Partitioner, Target, Verification } from "@pami/core"
import {
  createTarget,
  definedFields,
  formatOf,
  isClassification,
  isImageRecord,
  openData,
  openTokenizerOf,
  prepareInput,
  prepareTask,
  readClasses,
  readMap,
  resolveDataFiles,
  resolveRecipe,
  runData,
  runRecipe,
} from "@pami/recipe"
import type { DataRecipe, ImageRecord, RecipeFiles, RecipeRecord, ReplayDataOptions } from "@pami/recipe"
import { withQuestion } from "./with-question.ts"
import { scoredBy } from "./writer.ts"

/** Options of {@link replayWritten}. */
export interface ReplayWrittenOptions extends Pick<ReplayDataOptions, "signal" | "onProgress"> {
  /** The model of the record, the encoder of one that has a decoder. */
  readonly model: Model
  /** The decoder of the record. */
  readonly decoder: Model | undefined
  /** Opens the files that the record names. */
  readonly files: RecipeFiles
}

/**
 * Computes the maps of a manifest again whose record has an answer or a question, and compares everything that it shows, maps to the
 * last bit. The answer is the recorded one: nothing is written.
 *
 * @throws PamiError `MANIFEST_INVALID` for a record without its decoder, and the errors of the sweep
 */
export async function replayWritten(
  expected: Manifest,
  record: RecipeRecord,
  options: ReplayWrittenOptions,
): Promise<Verification> {
  const { recipe, writing } = record
  if (writing !== undefined && (writing.decoder === null) !== (options.decoder === undefined))
    throw new PamiError(
      "MANIFEST_INVALID",
      "extra.writing.decoder: the decoder of the model, or null without one",
    )
  const scored = writing && scoredBy({ ...writing, encoder: options.model, decoder: options.decoder })
  const recompute = async () => {
    const explanation = isImageRecord(record)
      ? await sweepImage(expected, record, scored, options)
      : await sweepData(expected, record, scored, options)
    return { ...explanation, complete: expected.complete }
  }
  return await verify(expected, recompute, { read: (computed, id) => readMap(recipe, computed, id) })
}

/** A model that scores the words of an answer. */
type Scored = ReturnType<typeof scoredBy> | undefined

async function sweepImage(
  expected: Manifest,
  { recipe, picture, question, stages }: ImageRecord,
  scored: Scored,
  { model: encoder, files, signal, onProgress }: ReplayWrittenOptions,
): Promise<Explanation> {
  const resolved = await resolveRecipe(recipe, files)
  const prepared = await prepareInput(resolved, encoder, await files.picture(picture))
  const { geometry } = prepared
  const run = definedFields({ signal, onProgress })
  const targetFor = async (): Promise<Target> => {
    const classes = isClassification(recipe.task) ? { classes: readClasses(expected) } : {}
    return createTarget(recipe, { ...(await prepareTask(resolved, encoder, geometry)), ...classes })
  }
  const { model, target } = scored ?? { model: encoder, target: await targetFor() }
  if (question === undefined)
    return await runRecipe(resolved, { model, prepared, target, limits: stages, ...run })
  const tokenizer = await openTokenizerOf(question, files)
  const joint: { readonly input: Input; readonly partitioner: Partitioner } = await withQuestion(
    { input: prepared.input, geometry, resolved },
    encoder,
    question.text,
    { tokenizer },
  )
  const { input, partitioner } = joint
  return await explain({ model, input, partitioner, target, passes: expected.passes, ...run })
}

async function sweepData(
  expected: Manifest,
  { recipe, picture: name, writing }: RecipeRecord,
  scored: Scored,
  { model: encoder, files, ...run }: ReplayWrittenOptions,
): Promise<Explanation> {
  const data = recipe as DataRecipe
  const isInline = data.kind === "text" && data.texts !== null
  const bytes = isInline ? new Uint8Array(0) : await files.bytes(name)
  const file = { bytes, name, format: isInline ? ("rows" as const) : formatOf(bytes, name) }
  // A model that goes on writing takes the answer behind the text.
  const continues = writing?.decoder === null
  const opened = {
    ...(await resolveDataFiles(data, files)),
    ...(continues ? { answer: writing.answer.ids } : {}),
  }
  const { model, target } = scored ?? { model: encoder, target: createTarget(data) }
  const prepared = await openData(data, opened, continues ? model : encoder, file)
  const { signal, onProgress } = run
  return await runData(
    { ...data, passes: expected.passes, until: null },
    { model, prepared, target, ...definedFields({ signal, onProgress }) },
  )
}
