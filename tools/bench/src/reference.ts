import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { classProbability } from "@pami/core"
import { createMetric, evaluator } from "@pami/evaluation"
import { black, blur, decodeNpy } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { table } from "@pami/measure"
import { dataFolder, squeezenetPreprocessing } from "./quality/photos.ts"
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

  const metrics = ["insertion:blur", "insertion:black", "deletion:black"].map(createMetric)
  const names = ["insertion_blur", "insertion_black", "deletion_black"] as const
  const differences = names.map((): number[] => [])
  for (const { subject, target, maps } of subjects) {
    const judge = await evaluator({
      model,
      target: classProbability({ activation: "softmax", classes: [target] }),
      baselines: {
        blur: await inputOf(subject, blur({ mode: "authors" })),
        black: await inputOf(subject, black()),
      },
    })
    const theirs = Object.entries(maps).map(([name, scores]) => {
      const { data } = decodeNpy(readFileSync(join(referenceFolder, "maps", `${subject.name}.${name}.npy`)))
      return { name, scores, map: data as Float32Array }
    })
    const results = await judge.evaluate(theirs, metrics)
    judge.close()
    for (const [at, { value }] of results.entries()) {
      const { scores } = theirs[Math.floor(at / names.length)]
      differences[at % names.length].push(Math.abs(value! - scores[names[at % names.length]]))
    }
    console.error(`${subject.name}: ${judge.passes} passes`)
  }
  await model.dispose()
  console.log("Metrics of their maps: differences")
  console.log(
    table(
      differences.map((found, at) => ({
        metric: names[at],
        maps: found.length,
        "mean difference": (found.reduce((sum, value) => sum + value, 0) / found.length).toExponential(1),
        largest: Math.max(...found).toExponential(1),
      })),
    ),
  )
}
