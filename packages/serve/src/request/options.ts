import { isMaskFile, namedTasks, recipeDraftSchema } from "@pami/recipe"
import * as v from "valibot"

const draft = recipeDraftSchema.entries
const name = v.pipe(v.string(), v.maxLength(200))
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))
const className = v.union([whole, name])
// Units that have names; a request cannot give places in a text.
const units = [
  "time",
  "channels",
  "time-frequency",
  "words",
  "sentences",
  "lines",
  "paragraphs",
  "items",
  "turns",
] as const

/**
 * The options of an explanation that a request may give: those of `explainer` without any that opens a file, runs code, or
 * belongs to the model.
 */
export const optionsSchema = v.strictObject({
  task: v.optional(v.picklist(namedTasks)),
  target: v.optional(v.union([className, v.pipe(v.array(className), v.minLength(1), v.maxLength(100))])),
  versus: v.optional(className),
  mask: v.optional(
    v.pipe(
      name,
      v.check((mask) => !isMaskFile(mask), "the name of a masking operator, or a colour #rrggbb"),
    ),
  ),
  method: draft.method,
  activation: draft.activation,
  output: draft.output,
  passes: draft.passes,
  quality: draft.quality,
  until: draft.until,
  seed: draft.seed,
  readOut: draft.readOut,
  strategy: draft.strategy,
  augment: draft.augment,
  mode: draft.mode,
  radius: draft.radius,
  stride: draft.stride,
  stages: draft.stages,
  cutBy: draft.cutBy,
  combine: draft.combine,
  units: v.optional(v.picklist(units)),
  language: v.optional(name),
  maxLength: v.optional(whole),
  explained: v.optional(v.pipe(v.array(name), v.maxLength(100))),
  question: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
  answer: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
  row: v.optional(whole),
  background: v.optional(name),
  reading: v.optional(v.picklist(["effect", "score"])),
  rate: v.optional(whole),
  crop: v.optional(v.picklist(["start", "centre"])),
  normalization: v.optional(v.picklist(["none", "z-score", "min-max"])),
  axes: v.optional(name),
  time: v.optional(whole),
  item: v.optional(whole),
})

/** The options of an explanation that a request may give. */
export type ExplainOptionsOfRequest = v.InferOutput<typeof optionsSchema>
