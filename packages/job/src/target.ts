import { classProbability } from "@pami/core"
import type { Target } from "@pami/core"
import type { Job } from "./job.ts"

/**
 * What the job makes of the model's output.
 *
 * @param classes whose scores are kept, or what chooses them by the prediction
 * @param labels number of labels that are known, to be compared with the model's classes
 */
export function targetOf(
  { output, activation }: Job,
  classes: "all" | readonly number[] | ((prediction: Float64Array) => readonly number[]),
  labels: number | undefined,
): Target {
  return classProbability({
    activation,
    classes,
    ...(output === null ? {} : { output }),
    ...(labels === undefined ? {} : { labels }),
  })
}
