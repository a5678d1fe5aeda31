import { pami } from "./command-line.ts"

/** Differences between a backend and the first one that runs the model. */
export interface Distance {
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

/** Returns the differences of every backend that runs on this machine and reads the model, with 64 passes. */
export async function compareBackends(
  model: string,
  image: string,
  flags: readonly string[],
): Promise<Distance[]> {
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
