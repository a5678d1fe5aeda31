import { classProbability, preflight, topClasses } from "@pami/core"
import type { Backend } from "@pami/core"
import { blur, preset } from "@pami/image"
import type { Preprocessing } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { inputOf } from "./subject.ts"
import type { Subject, SubjectGroup } from "./subject.ts"

/** Folder of real pictures and models: outside the project, which has to do without it. */
export const dataFolder = join(import.meta.dirname, "../../../../../shared/data")

// Its entry in models.json.
const modelName = "squeezenet1_1"

interface BoxedPicture {
  readonly id: string
  readonly class: number
  /** `[left, top, right, bottom]` in pixels of the model's input, right and bottom exclusive. */
  readonly boxes224: readonly (readonly [number, number, number, number])[]
}

/**
 * The first `count` pictures of the folder's `photos-224` with its SqueezeNet, each explained for its most probable
 * class. Pointing needs a box: a picture has one where `boxes.json` has, and the model predicts that class.
 */
export async function photos(
  backend: Backend,
  count: number,
  folder: string = dataFolder,
): Promise<SubjectGroup> {
  const preprocessing = squeezenetPreprocessing(folder)
  const boxes = readJson<readonly BoxedPicture[]>(join(folder, "boxes.json"))
  const labels = readFileSync(join(folder, "imagenet_labels.txt"), "utf8").split("\n")
  const file = join(folder, readJson<Models>(join(folder, "models.json"))[modelName].file)
  const model = await backend.load(file)
  const files = readdirSync(join(folder, "photos-224")).filter((file) => file.endsWith(".png"))
  const subjects: Subject[] = []
  for (const image of files.sort().slice(0, count)) {
    const picture = await decodePicture(join(folder, "photos-224", image))
    const name = basename(image, ".png")
    const unaimed: Subject = { group: "photos", name, model, picture, preprocessing, goals: [] }
    const target = classProbability({ activation: "softmax", classes: topClasses(1) })
    const { bound } = await preflight(model, await inputOf(unaimed, blur()), target)
    const predicted = bound.targets[0].id as number
    const boxed = boxes.find(({ id }) => id === name)
    const goal = { name: labels[predicted] ?? `class ${predicted}`, target: predicted }
    const object = boxed?.class === predicted ? boxMask(boxed, preprocessing) : undefined
    subjects.push({ ...unaimed, goals: [object === undefined ? goal : { ...goal, object }] })
  }
  const known = subjects.filter(({ goals }) => goals[0].object !== undefined).length
  const title = `${subjects.length} photos, SqueezeNet 1.1; the predicted class, boxes of ${known}`
  return { name: "photos", title, subjects, file, dispose: () => model.dispose() }
}

type Models = Readonly<
  Record<string, { file: string; size: number; mean: readonly number[]; std: readonly number[] }>
>

/** Preprocessing of the folder's SqueezeNet, from its `models.json`. */
export function squeezenetPreprocessing(folder: string): Preprocessing {
  const { size, mean, std } = readJson<Models>(join(folder, "models.json"))[modelName]
  return preset("0-1", { width: size, fit: "stretch", mean, std })
}

function boxMask({ boxes224 }: BoxedPicture, { width, height }: Preprocessing): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (const [left, top, right, bottom] of boxes224)
    for (let row = top; row < bottom; row++) mask.fill(1, row * width + left, row * width + right)
  return mask
}

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(path, "utf8")) as Content
}
