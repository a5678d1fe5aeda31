import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { black, blur, decodeNpy } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { table } from "@pami/measure"
import { deletion } from "./quality/deletion.ts"
import { insertion } from "./quality/insertion.ts"
import { dataFolder, squeezenetPreprocessing } from "./quality/photos.ts"
import { probe } from "./quality/probe.ts"
import { inputOf } from "./quality/subject.ts"
import type { Subject } from "./quality/subject.ts"
import { referenceMaps } from "./reference-maps.ts"

/** Where the results of an independent implementation lie, outside the project. */
export const referenceFolder = join(dataFolder, "../reference")

/** Scores of one map, as reference.json has them. */
interface Scores {
  readonly insertion_blur: number
  readonly insertion_black: number
  readonly deletion_black: number
}

interface Reference {
  readonly pictures: Record<string, { target: number; maps: Record<string, Scores> }>
}

/**
 * Holds maps in the authors' mode, and the metrics, against those of an independent implementation:
 *   pnpm bench reference
 * Insertion from the authors' blur, deletion to black, 57 points. Needs the folder ../shared beside the checkout.
 */
export async function reference(): Promise<void> {
  if (!existsSync(referenceFolder)) {
    console.error("bench reference: there is no folder ../shared/reference beside the checkout")
    process.exitCode = 1
    return
  }
  const { pictures } = JSON.parse(readFileSync(join(referenceFolder, "reference.json"), "utf8")) as Reference
  const model = await onnxruntimeNode().load(join(dataFolder, "squeezenet1_1.onnx"))
  const subjects = await Promise.all(
    Object.entries(pictures).map(async ([name, { target, maps }]) => {
      const picture = await decodePicture(join(dataFolder, "photos-224", `${name}.png`))
      const preprocessing = squeezenetPreprocessing(dataFolder)
      const subject: Subject = { group: "reference", name, model, picture, preprocessing, goals: [] }
      return { subject, target, maps }
    }),
  )
  console.log("Maps in the authors' mode: largest difference at a pixel; own partitions: correlation")
  console.log(table(await referenceMaps(subjects, referenceFolder)))

  const differences: Record<keyof Scores, number[]> = {
    insertion_blur: [],
    insertion_black: [],
    deletion_black: [],
  }
  for (const { subject, target, maps } of subjects) {
    const overBlur = await probe(model, await inputOf(subject, blur({ mode: "authors" })), [target])
    const overBlack = await probe(model, await inputOf(subject, black()), [target])
    for (const [kind, theirs] of Object.entries(maps)) {
      const { data } = decodeNpy(readFileSync(join(referenceFolder, "maps", `${subject.name}.${kind}.npy`)))
      const map = data as Float32Array
      const ours: Scores = {
        insertion_blur: await insertion(overBlur, target, map, 57),
        insertion_black: await insertion(overBlack, target, map, 57),
        deletion_black: await deletion(overBlack, target, map, 57),
      }
      for (const [metric, found] of Object.entries(differences))
        found.push(Math.abs(ours[metric as keyof Scores] - theirs[metric as keyof Scores]))
      console.error(
        `${subject.name} ${kind}: insertion ${ours.insertion_blur.toFixed(3)}, deletion ${ours.deletion_black.toFixed(3)}`,
      )
    }
  }
  await model.dispose()
  console.log("Metrics of their maps: differences")
  console.log(
    table(
      Object.entries(differences).map(([metric, found]) => ({
        metric,
        maps: found.length,
        "mean difference": (found.reduce((sum, value) => sum + value, 0) / found.length).toExponential(1),
        largest: Math.max(...found).toExponential(1),
      })),
    ),
  )
}
