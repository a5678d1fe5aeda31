import type { Backend, Target } from "@pami/core"
import { zeroShot } from "@pami/targets"
import { captionOf, captionTokens, kinds, models } from "@pami/zoo"
import { fileURLToPath } from "node:url"

const { text, scale, length } = models["scenes-match"]

/** Returns the target of the image encoder: a caption for each kind, and `nothing`. The text encoder runs once. */
export async function scenesMatchTarget(backend: Backend): Promise<Target> {
  const captions = [...kinds.map((kind) => captionOf(kind)), "nothing"]
  const tokens = captions.flatMap((caption) => captionTokens(caption))
  const model = await backend.load(fileURLToPath(text.onnx))
  const { text_embeds: embeddings } = await model.run({
    input_ids: { dtype: "int64", shape: [captions.length, length], data: BigInt64Array.from(tokens, BigInt) },
  })
  await model.dispose()
  const [, width] = embeddings.shape
  const vectors = captions.map((_, index) =>
    Float32Array.from((embeddings.data as Float32Array).slice(index * width, (index + 1) * width)),
  )
  return zeroShot({ labels: captions, vectors, logitScale: scale })
}
