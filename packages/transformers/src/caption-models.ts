import type { Model } from "@pami/core"
import type { Writer } from "@pami/explainer"
import { readGenerationConfig } from "@pami/generation"
import { type OpenedPipeline, unsupported } from "./pipeline.ts"
import { sessionModel } from "./session-model.ts"

const decoders = ["decoder_model_merged", "decoder_model"]

/**
 * Returns the encoder of a pipeline that writes about images, and how its decoder writes: without beams, as transformers.js does.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for a model that is not an encoder with its decoder
 */
export async function captionModels(
  { model }: OpenedPipeline,
  name: string | undefined,
): Promise<{ readonly model: Model; readonly writer: Writer }> {
  const session = decoders.find((one) => Object.hasOwn(model.sessions, one))
  if (session === undefined || !Object.hasOwn(model.sessions, "model"))
    throw unsupported(
      `expected an encoder of images and its decoder; the pipeline has the sessions ${Object.keys(model.sessions).join(", ")}`,
    )
  const shapes = { pixel_values: ["batch", 3, "height", "width"] }
  const configs = [model.configs?.["generation_config"] ?? {}, model.config]
  return {
    model: await sessionModel(model, { name, shapes }),
    writer: {
      decoder: await sessionModel(model, { name, session }),
      decoderName: "the pipeline's decoder",
      config: { ...readGenerationConfig(configs.map((config) => JSON.stringify(config))), beams: 1 },
    },
  }
}
