// The cost of the evaluation of maps, against its forward passes alone. Takes minutes.
//   pnpm bench evaluation [--images N] [--passes N] [--methods NAME,NAME] [--metrics NAME,NAME] [--threads N]
//     [--model FILE --data FOLDER [--mean R,G,B --std R,G,B]]
import { parseArgs } from "node:util"
import { createMetric } from "@pami/evaluation"
import { table } from "@pami/measure"
import { createMethod, methodNames, sharedSegmenter } from "@pami/methods"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { BareRuns } from "./evaluation/bare-runs.ts"
import { Cost } from "./evaluation/cost.ts"
import { evaluateSubject } from "./evaluation/evaluate-subject.ts"
import { imagesOf } from "./evaluation/images.ts"
import { Ledger } from "./evaluation/ledger.ts"
import { zooScenes } from "./quality/zoo.ts"
import { fromCaller } from "./subject.ts"

const usualMethods = "pami,joint-regression,lime,kernel-shap,rise,occlusion"
const usualMetrics =
  "insertion:blur,deletion:black,minimal-region:blur,average-drop:black,pointing:exact,energy:median"

/**
 * Prints the time of an evaluation inside and outside of the model, by step, and its ratio to the time of the same batches
 * without anything else to do: the backend as it is, after each image.
 *
 * @param args of the command line
 */
export async function evaluation(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    options: {
      images: { type: "string", default: "10" },
      passes: { type: "string", default: "300" },
      methods: { type: "string", default: usualMethods },
      metrics: { type: "string", default: usualMetrics },
      threads: { type: "string", default: "2" },
      model: { type: "string" },
      data: { type: "string" },
      mean: { type: "string" },
      std: { type: "string" },
    },
  })
  const [images, passes, threads] = [values.images, values.passes, values.threads].map(Number)
  const segmenter = sharedSegmenter()
  const methods = values.methods.split(",").map((name) => {
    const known = methodNames.find((one) => one === name)
    if (known === undefined)
      throw new RangeError(`--methods: expected ${methodNames.join(", ")}; got ${name}`)
    return createMethod(known, { passes, segmenter })
  })
  const metrics = values.metrics.split(",").map(createMetric)
  const backend = onnxruntimeNode({ threads })
  const numbers = (text: string | undefined) => text?.split(",").map(Number)
  const group =
    values.model === undefined || values.data === undefined
      ? await zooScenes(backend, images)
      : await imagesOf(backend, fromCaller(values.model), fromCaller(values.data), images, {
          mean: numbers(values.mean),
          std: numbers(values.std),
        })
  const bare = new BareRuns(group.subjects[0].model)
  const ledger = new Ledger()
  const [evaluated, alone] = [new Cost(), new Cost()]
  try {
    for (const [number, subject] of group.subjects.entries()) {
      // The first evaluation compiles functions and takes memory: it does not count.
      if (number === 0) await evaluateSubject(subject, methods, metrics, new Ledger())
      const sizes = await evaluated.of(() => evaluateSubject(subject, methods, metrics, ledger))
      await alone.of(() => bare.run(sizes))
      console.error(`${number + 1} of ${group.subjects.length}: ${evaluated.over(alone)}`)
    }
  } finally {
    await group.dispose()
  }
  const { length } = group.subjects
  console.log(
    `${length} images, ${methods.length} methods of ${passes} passes, ${metrics.length} metrics: ${group.title}`,
  )
  console.log(table(ledger.rows()))
  console.log(
    `evaluation ${evaluated.format()}, the same batches alone ${alone.format()}: ratio ${evaluated.over(alone)}`,
  )
}
