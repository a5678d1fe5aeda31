import type { Classifier } from "./classifiers.ts"
import { pami } from "./command-line.ts"
import { classifierFlags, drawImage } from "./describe-classifier.ts"
import type { Tools } from "./row.ts"

/** Differences between a backend and the first one that runs the model. */
interface Distance {
  readonly backend: string
  readonly scores: number
  readonly maps: number
}

interface Comparison {
  readonly rows: readonly {
    readonly backend: string
    readonly against: string | null
    readonly largestScoreDifference: number | null
    readonly largestMapDifference: number | null
  }[]
}

/** Prints the largest differences between backends, model by model. */
export async function compareAll(
  models: readonly Classifier[],
  openModel: (model: Classifier) => Promise<string | undefined>,
  tools: Tools,
): Promise<void> {
  for (const model of models) {
    const file = await openModel(model)
    if (file === undefined) continue
    const distances: Distance[] = []
    for (const photo of ["chelsea.png", "coffee.png", "owl.jpg"])
      distances.push(
        ...(await compareBackends(file, await drawImage(photo, model, tools), classifierFlags(model))),
      )
    const largest = (which: "scores" | "maps") =>
      Math.max(...distances.map((distance) => distance[which])).toExponential(1)
    const backends = [...new Set(distances.map(({ backend }) => backend))].join(", ")
    console.log(`${model.name.padEnd(28)}  scores ${largest("scores")}, maps ${largest("maps")}: ${backends}`)
  }
}

/** Returns the differences of every backend that runs on this machine and reads the model, with 64 passes. */
async function compareBackends(model: string, image: string, flags: readonly string[]): Promise<Distance[]> {
  // The image already has the size of the model, so the command does not need these.
  const kept = dropOptions(flags, ["--resize", "--size"])
  const { rows } = await pami<Comparison>(["conformance", "--model", model, "--input", image, ...kept])
  return rows.flatMap(({ backend, against, largestScoreDifference, largestMapDifference }) =>
    largestScoreDifference === null || largestMapDifference === null || backend === against
      ? []
      : [{ backend, scores: largestScoreDifference, maps: largestMapDifference }],
  )
}

function dropOptions(flags: readonly string[], names: readonly string[]): string[] {
  return flags.filter((flag, i) => !names.includes(flag) && !names.includes(flags[i - 1]))
}
