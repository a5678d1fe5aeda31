import type { Model } from "@pami/core"
import { readGenerationConfig } from "@pami/generation"
import type { GenerateOptions } from "@pami/generation"
import { decodeText } from "@pami/image"
import { foldersNear, largestNeighbour as largest, recognizeInputs, recognizeTask } from "@pami/recipe"
import type { ReadNeighbour } from "@pami/recipe"
import type { DescribedModel } from "./described-model.ts"
import type { Writer } from "./writer.ts"

/** Where a configuration is looked for. */
export interface WriterFiles {
  /** Path of the model's file. Default: unknown. */
  readonly path?: string | undefined
  /** Reads the files near the model. Default: they are not looked for. */
  readonly read?: ReadNeighbour | undefined
  /** Path or address of the decoder. Default: unknown. */
  readonly decoderName?: string | undefined
  /** Options of the caller's, which count more than those of files. */
  readonly generation?: Partial<GenerateOptions> | undefined
}

/**
 * Returns how a model writes: one with a decoder, or one of texts whose outputs are scores of a vocabulary. Undefined for other
 * models.
 *
 * @throws PamiError `CONFIG_INVALID` for a configuration that cannot be read
 */
export async function describeWriter(
  { model, architectures }: Pick<DescribedModel, "model" | "architectures">,
  decoder: Model | undefined,
  { path = "", read = async () => undefined, decoderName, generation }: WriterFiles = {},
): Promise<Writer | undefined> {
  const isTextModel = recognizeInputs(model, architectures)[0]?.value === "text"
  const continues = isTextModel && recognizeTask(model, architectures)?.value === "generation"
  if (decoder === undefined && !continues) return undefined
  const configs: string[] = []
  for (const folder of foldersNear(path))
    for (const name of ["generation_config.json", "config.json"]) {
      const bytes = await read(folder + name, largest)
      if (bytes !== undefined) configs.push(decodeText(bytes, { name, code: "TEXT_INVALID", largest }))
    }
  return { decoder, decoderName, config: { ...readGenerationConfig(configs), ...generation } }
}
