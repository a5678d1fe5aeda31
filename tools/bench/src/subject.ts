import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import type { Augmentation, Model } from "@pami/core"
import { blur, guessPreprocessing, pictureInput, preset } from "@pami/image"
import type { PictureInput, Picture, Pixels, Preprocessing, Size } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { models, pictures } from "@pami/zoo"

/** What is measured: a model and a picture. */
export interface Subject {
  readonly name: string
  readonly model: string
  /** The same model for TensorFlow.js, where there is one. */
  readonly tfjs?: string
  readonly picture: string
  readonly threads: number
  readonly rounds: number
  /** Batch sizes whose overhead is measured. */
  readonly batches: readonly (number | "auto")[]
  /** Preprocessing for a loaded model. */
  preprocessing(model: Model): Preprocessing
}

/** Reads the command line; without a model, the zoo's. */
export function subjectFrom(args: readonly string[]): Subject {
  const { values } = parseArgs({
    args: [...args].filter((arg) => arg !== "--"),
    options: {
      model: { type: "string" },
      picture: { type: "string" },
      mean: { type: "string" },
      std: { type: "string" },
      threads: { type: "string", default: "2" },
      rounds: { type: "string", default: "5" },
      batches: { type: "string", default: "auto,1,8,32" },
    },
  })
  const model = values.model === undefined ? fileURLToPath(models.scenes.onnx) : fromCaller(values.model)
  const picture = values.picture === undefined ? fileURLToPath(pictures.scene) : fromCaller(values.picture)
  const numbers = (text: string | undefined) =>
    text === undefined ? {} : { values: text.split(",").map(Number) }
  const [mean, std] = [numbers(values.mean).values, numbers(values.std).values]
  return {
    name: values.model ?? "the zoo's model of scenes",
    model,
    ...(values.model === undefined && { tfjs: fileURLToPath(models.scenes.tfjs["model.json"]) }),
    picture,
    threads: Number(values.threads),
    rounds: Number(values.rounds),
    batches: values.batches.split(",").map((batch) => (batch === "auto" ? batch : Number(batch))),
    preprocessing(loaded) {
      const layout = loaded.inputs[0].shape[3] === 3 ? "nhwc" : "nchw"
      if (values.model === undefined) return { ...models.scenes.preprocessing, layout }
      const guess = guessPreprocessing(loaded.inputs)
      return preset(guess.preset.value, {
        ...guess.size.value,
        layout: guess.layout.value,
        fit: "stretch",
        ...(mean === undefined ? {} : { mean }),
        ...(std === undefined ? {} : { std }),
      })
    },
  }
}

/** A file that the person named, from the folder that they are in: the package manager runs scripts in another. */
export function fromCaller(path: string): string {
  const file = resolve(process.env["INIT_CWD"] ?? "", path)
  if (existsSync(file)) return file
  console.error(`bench: there is no file ${file}`)
  process.exit(1)
}

/** The subject's picture as its model's input, blurred for the baseline. */
export async function inputFor(
  subject: Subject,
  model: Model,
  augmentations: (size: Size) => readonly Augmentation<Pixels>[] = () => [],
): Promise<PictureInput> {
  const picture: Picture = await decodePicture(subject.picture)
  const preprocessing = subject.preprocessing(model)
  return pictureInput({
    picture,
    preprocessing,
    masking: blur(),
    tensor: model.inputs[0],
    augmentations: augmentations(preprocessing),
  })
}
