import type { Model } from "@pami/core"
import type { PipelineOptions } from "./options.ts"
import { type OpenedPipeline, unsupported } from "./pipeline.ts"
import { sessionModel } from "./session-model.ts"

/** Returns the model of an image that is matched with texts: a score for each label, in a sentence. */
export async function matchModel(
  { task, model, tokenizer }: OpenedPipeline,
  labels: readonly string[],
  { modelName, hypothesisTemplate = "This is a photo of {}" }: PipelineOptions,
): Promise<Model> {
  if (tokenizer === undefined)
    throw unsupported(`a pipeline for ${task} needs a tokenizer: its model has no tokenizer.json`)
  const texts = labels.map((label) => hypothesisTemplate.replace("{}", label))
  const constants = tokenizer(texts, {
    padding: model.config.model_type === "siglip" ? "max_length" : true,
    truncation: true,
  })
  return await sessionModel(model, {
    name: modelName,
    constants,
    outputs: ["logits_per_image"],
    shapes: { pixel_values: ["batch", 3, "height", "width"], logits_per_image: ["batch", labels.length] },
    settings: { texts },
  })
}
