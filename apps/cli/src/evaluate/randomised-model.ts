import { fileURLToPath } from "node:url"
import { openFiles, shuffleWeights } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import type { Model } from "@pami/core"
import { models } from "@pami/zoo"
import { backendOf, locateModel } from "../load-model.ts"
import type { ModelRequest } from "../request.ts"

/**
 * Opens the model that the user named with its weights shuffled, for the metric `randomised-model`. Only an ONNX file with its
 * weights inside can be shuffled.
 *
 * @param seed the same seed gives the same model
 * @throws PamiError `MODEL_UNSUPPORTED` for any other model, and the errors of loading
 */
export async function openRandomised(
  request: Pick<ModelRequest, "file" | "backend" | "threads">,
  seed: number,
): Promise<Model> {
  const { file } = request.file === undefined ? request : await locateModel(request)
  const { backend } = await backendOf({ ...request, file })
  const refuse = (reason: string) =>
    new PamiError(
      "MODEL_UNSUPPORTED",
      `randomised-model shuffles the weights in an ONNX file; ${reason}. Leave this metric out.`,
    )
  if (!backend.formats.includes("onnx")) throw refuse(`${backend.name} reads ${backend.formats.join(", ")}`)
  const files = await openFiles(file ?? fileURLToPath(models.scenes.onnx))
  const bytes = await files.read()
  try {
    return await backend.load(shuffleWeights(bytes, seed))
  } catch (error) {
    if (error instanceof RangeError) throw refuse(`${files.name} has none, or keeps them in other files`)
    throw error
  }
}
