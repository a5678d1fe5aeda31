import { readdirSync } from "node:fs"
import { extname, join } from "node:path"
import { classProbability, preflight, topClasses } from "@pami/core"
import type { Backend } from "@pami/core"
import { blur, guessPreprocessing, preset } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { inputOf } from "../quality/subject.ts"
import type { Subject, SubjectGroup } from "../quality/subject.ts"

/**
 * Returns the first images of a folder, each with the class that the model predicts. The middle of the image stands for the
 * object, so that all metrics have work to do.
 */
export async function imagesOf(
  backend: Backend,
  file: string,
  folder: string,
  count: number,
  { mean, std }: { readonly mean: number[] | undefined; readonly std: number[] | undefined },
): Promise<SubjectGroup> {
  const model = await backend.load(file)
  const guess = guessPreprocessing(model.inputs)
  const preprocessing = preset(guess.preset.value, {
    ...guess.size.value,
    layout: guess.layout.value,
    fit: "stretch",
    ...(mean === undefined ? {} : { mean }),
    ...(std === undefined ? {} : { std }),
  })
  const { width, height } = preprocessing
  const isInside = (place: number, length: number) => place >= length / 4 && place < (3 * length) / 4
  const object = Uint8Array.from({ length: width * height }, (_, unit) =>
    isInside(unit % width, width) && isInside(Math.floor(unit / width), height) ? 1 : 0,
  )
  const names = readdirSync(folder).filter((name) => /^\.(jpe?g|png|webp)$/i.test(extname(name)))
  const subjects: Subject[] = []
  for (const name of names.sort().slice(0, count)) {
    const picture = await decodePicture(join(folder, name))
    const unaimed: Subject = { group: "images", name, model, picture, preprocessing, goals: [] }
    const target = classProbability({ activation: "softmax", classes: topClasses(1) })
    const { bound } = await preflight(model, await inputOf(unaimed, blur()), target)
    subjects.push({ ...unaimed, goals: [{ name, target: bound.targets[0].id as number, object }] })
  }
  return {
    name: "images",
    title: `the first images of ${folder}`,
    subjects,
    file,
    dispose: () => model.dispose(),
  }
}
