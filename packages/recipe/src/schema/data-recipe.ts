import * as v from "valibot"
import { sharedFields } from "./recipe.ts"
import { check } from "./check.ts"
import { limits } from "./limits.ts"
import { textDefaults, textFields } from "./text-fields.ts"
import { list, name, number, text, whole } from "./values.ts"
import { defaultTarget } from "./task.ts"
import { qualities } from "./quality.ts"
import type { Quality } from "./quality.ts"

const columnNames = list(text(), limits.list, 1)

/** The fields of a {@link SeriesRecipe}. */
export const seriesFields = {
  kind: v.literal("series"),
  ...sharedFields,
  /** The units: steps of time, steps of each channel, or patches of time and frequency. */
  units: v.picklist(["time", "channels", "time-frequency"]),
  /** The masking operator. */
  mask: v.picklist(["auto", "silence", "mean", "interpolation", "noise"]),
  /** Samples a second that the model takes, `null` for those of the file. */
  rate: v.nullable(number(1, 1e6)),
  /** The part of a longer series that the model sees. */
  crop: v.picklist(["start", "centre"]),
}

/** The fields of a {@link TableRecipe}. */
export const tableFields = {
  kind: v.literal("table"),
  ...sharedFields,
  /** Number of the row that is explained, from 0. */
  row: whole(0, limits.passes),
  /** The values of masked columns: `auto`, `median`, `zeros` or `sample:20`. */
  background: v.pipe(v.string(), v.regex(/^(?:auto|median|zeros|sample:[1-9]\d{0,5})$/)),
  /** File of the rows that the background is taken from, `null` for the table itself. */
  backgroundFile: v.nullable(name),
  /** One-hot columns that belong together, by the name of the group; `null` for those that their names show. */
  groups: v.nullable(v.pipe(v.record(text(), columnNames), v.maxEntries(limits.list))),
  /** Texts of categories in the order of their codes, by column; `null` for none. */
  categories: v.nullable(v.pipe(v.record(text(), columnNames), v.maxEntries(limits.list))),
  /** The map of the method `pami`: the effect of each column, or the read-out of the scores. */
  reading: v.picklist(["effect", "score"]),
  /** Names of the model's columns in its order, `null` for those of its metadata or of the table. */
  columns: v.nullable(list(text(), 100_000, 1)),
}

/** The fields of a {@link VolumeRecipe}. */
export const volumeFields = {
  kind: v.literal("volume"),
  ...sharedFields,
  /** The masking operator. */
  mask: v.picklist(["blur", "mean", "minimum", "noise"]),
  /** How values become the model's numbers. */
  normalization: v.picklist(["none", "z-score", "min-max"]),
  /** The axes of the file: see `decodeVolume` of `@pami/volume`. */
  axes: text(20),
  /** Number of the volume of a time series, from 0. */
  time: whole(0, limits.list),
}

/** The fields of an {@link ArrayRecipe}. */
export const arrayFields = {
  kind: v.literal("array"),
  ...sharedFields,
  mask: volumeFields.mask,
  normalization: volumeFields.normalization,
  /** Names of the axes of the array, `N` a batch and `C` channels: `H,W,C`. `null` to guess them. */
  axes: v.nullable(text(100)),
  /** Number of the item on the axis of the batch, from 0. */
  item: whole(0, limits.passes),
}

const seriesRecipeSchema = v.pipe(v.strictObject(seriesFields), v.readonly())
const tableRecipeSchema = v.pipe(v.strictObject(tableFields), v.readonly())
const volumeRecipeSchema = v.pipe(v.strictObject(volumeFields), v.readonly())
const arrayRecipeSchema = v.pipe(v.strictObject(arrayFields), v.readonly())
const textRecipeSchema = v.pipe(v.strictObject(textFields), v.readonly())

/** The schema of a {@link DataRecipe}. */
export const dataRecipeSchema = v.variant("kind", [
  seriesRecipeSchema,
  tableRecipeSchema,
  volumeRecipeSchema,
  arrayRecipeSchema,
  textRecipeSchema,
])

/** All options that decide the map of a series or a sound. */
export type SeriesRecipe = v.InferOutput<typeof seriesRecipeSchema>

/** All options that decide the map of a row of a table. */
export type TableRecipe = v.InferOutput<typeof tableRecipeSchema>

/** All options that decide the map of a volume. */
export type VolumeRecipe = v.InferOutput<typeof volumeRecipeSchema>

/** All options that decide the map of an array with axes of any meaning. */
export type ArrayRecipe = v.InferOutput<typeof arrayRecipeSchema>

/** All options that decide the map of a text, or of several that belong together. */
export type TextRecipe = v.InferOutput<typeof textRecipeSchema>

/** All options that decide the map of an input that is not an image. */
export type DataRecipe = v.InferOutput<typeof dataRecipeSchema>

/** Kinds of input that are not images. */
export type DataKindName = DataRecipe["kind"]

const sharedDefaults = {
  task: null,
  versus: null,
  output: null,
  activation: "auto",
  labels: null,
  method: "pami",
  until: null,
  readOut: { score: "score", weight: "equal" },
  seed: 0,
  feeds: {},
} as const

const defaults = {
  series: { units: "time", mask: "auto", rate: null, crop: "start" },
  table: {
    row: 0,
    reading: "effect",
    background: "auto",
    backgroundFile: null,
    groups: null,
    categories: null,
    columns: null,
  },
  volume: { mask: "blur", normalization: "none", axes: "kji", time: 0 },
  array: { mask: "blur", normalization: "none", axes: null, item: 0 },
  text: textDefaults,
} as const

/** The fields of the recipes of data, by kind. */
export const fieldsOf = {
  series: seriesFields,
  table: tableFields,
  volume: volumeFields,
  array: arrayFields,
  text: textFields,
} as const

// Chosen so that a sweep of a small model takes about a second, and ten at most.
const passesOf: Readonly<Record<Quality, number>> = { fast: 150, balanced: 500, best: 3000 }

/** A recipe of any kind of data in which every field may be left open. */
export type DataDraft = Readonly<Record<string, unknown>> & { readonly quality?: Quality | undefined }

/**
 * Returns the recipe of a draft for a kind of data, with every field decided.
 *
 * @param input name of the model's input
 * @throws RangeError for a field of another kind of input, and for a value out of its range
 */
export function completeDataRecipe(kind: DataKindName, draft: DataDraft, input: string): DataRecipe {
  const quality = check(v.picklist(qualities), draft.quality ?? "balanced", "quality")
  if ("problem" in quality) throw new RangeError(quality.problem)
  const { quality: _, ...given } = draft
  const fields = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  for (const [field] of fields)
    if (!Object.hasOwn(fieldsOf[kind], field))
      throw new RangeError(`${field} is not a field of a recipe for a ${kind}`)
  const task = (given["task"] ?? null) as DataRecipe["task"]
  // Who names a read-out wants it.
  const reading = kind === "table" && given["readOut"] != null ? { reading: "score" } : {}
  const checked = check(dataRecipeSchema, {
    kind,
    target: defaultTarget(task),
    passes: passesOf[quality.value],
    ...sharedDefaults,
    ...defaults[kind],
    ...reading,
    ...Object.fromEntries(fields),
    input,
  })
  if ("problem" in checked) throw new RangeError(checked.problem)
  return checked.value
}

/** Names of the kinds of data. */
export const dataKinds = Object.keys(fieldsOf) as readonly DataKindName[]

/**
 * Checks a draft of a recipe for a kind of data, as a person writes it.
 *
 * @returns `problem` with the path of the first wrong field
 */
export function checkDataDraft(
  kind: DataKindName,
  draft: unknown,
): { readonly value: DataDraft } | { readonly problem: string } {
  const schema = v.strictObject({
    ...v.partial(v.strictObject(fieldsOf[kind] as typeof tableFields)).entries,
    quality: v.optional(v.picklist(qualities)),
  })
  return check(schema, draft, "recipe") as { readonly value: DataDraft } | { readonly problem: string }
}
