import { recipeDraftSchema } from "@pami/recipe"
import type { DataOptions, ExplainerOptions, ExplainOptions } from "./options.ts"

const contracts = {
  partitioner: true,
  method: true,
  segmenter: true,
  name: true,
  maxPixels: true,
  batch: true,
  signal: true,
  onProgress: true,
  task: true,
  references: true,
  target: true,
  versus: true,
  mask: true,
} satisfies Partial<Record<keyof ExplainOptions, true>>

const ofData = {
  kind: true,
  row: true,
  background: true,
  backgroundFile: true,
  groups: true,
  categories: true,
  reading: true,
  columns: true,
  units: true,
  language: true,
  maxLength: true,
  explained: true,
  tokenizer: true,
  tokenizerConfig: true,
  answer: true,
  question: true,
  rate: true,
  crop: true,
  normalization: true,
  axes: true,
  time: true,
  item: true,
} satisfies Record<keyof DataOptions, true>

const ofModel = {
  backend: true,
  generation: true,
  labels: true,
  preprocessing: true,
  mean: true,
  std: true,
  resize: true,
  layout: true,
  size: true,
  modelInput: true,
} satisfies Record<Exclude<keyof ExplainerOptions, keyof ExplainOptions>, true>

// Decided with the model, or no option.
const undecidable = new Set([...Object.keys(ofModel), "kind", "input"])

/** Names of the options of one explanation. */
export const ownOptions: readonly string[] = [
  ...Object.keys(contracts),
  ...Object.keys(ofData),
  ...Object.keys(recipeDraftSchema.entries).filter((field) => !undecidable.has(field)),
]

/** Names of the options that belong to the model. */
export const modelOptions: readonly string[] = Object.keys(ofModel)

/**
 * Refuses an option that does not exist, which would otherwise be ignored.
 *
 * @throws RangeError
 */
export function expectKnown(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw new RangeError(
        modelOptions.includes(name)
          ? `${name}: an option of explainer(), not of one explanation`
          : `${name}: unknown option`,
      )
}
