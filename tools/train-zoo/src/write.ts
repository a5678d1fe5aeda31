import { models } from "@pami/zoo"
import type { LayersModel } from "@tensorflow/tfjs"
import { mkdir, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { toOnnx, toTfjs } from "./export.ts"

const { onnx, tfjs, labels, preprocessing } = models.scenes

/** Writes the model in every format, with labels and preprocessing in the files of Hugging Face. */
export async function writeModel(
  model: LayersModel,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(new URL(".", onnx), { recursive: true })
  const { json, weights } = await toTfjs(model, "weights.bin")
  const files = {
    [onnx.href]: toOnnx(model, metadata),
    [tfjs["model.json"].href]: json,
    [tfjs["weights.bin"].href]: weights,
    [new URL("labels.txt", onnx).href]: `${labels.join("\n")}\n`,
    [new URL("config.json", onnx).href]: pretty({
      architectures: ["ScenesForImageClassification"],
      id2label: Object.fromEntries(labels.entries()),
      label2id: Object.fromEntries(labels.map((label, index) => [label, index])),
      problem_type: "single_label_classification",
    }),
    [new URL("preprocessor_config.json", onnx).href]: pretty({
      image_processor_type: "ViTImageProcessor",
      do_resize: true,
      size: { height: preprocessing.height, width: preprocessing.width },
      resample: 2,
      do_rescale: true,
      rescale_factor: 1 / 255,
      do_normalize: true,
      image_mean: preprocessing.mean,
      image_std: preprocessing.std,
    }),
  }
  for (const [file, content] of Object.entries(files)) await writeFile(fileURLToPath(file), content)
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
