import { table } from "@pami/measure"
import { bundleSize } from "./bundle.ts"
import { copying } from "./copying.ts"
import { memory } from "./memory.ts"
import { overhead } from "./overhead.ts"
import { preSegmentationOverhead } from "./pre-segmentation.ts"
import { subjectFrom } from "./subject.ts"

/**
 * Cost of explaining. With your own model:
 *   pnpm bench speed --model FILE --mean R,G,B --std R,G,B [--picture FILE] [--threads N] [--rounds N] [--batches auto,N]
 */
export async function speed(args: readonly string[]): Promise<void> {
  const subject = subjectFrom(args)
  console.log(`${subject.name}, ${subject.threads} threads\n`)

  console.log(
    "Sliding window against bare inference, both in batches of N; auto: as explain chooses, against 8 (time of explain / time of bare)",
  )
  console.log(table(await overhead(subject)))

  console.log(
    "Pre-segmentation, the authors' list of 20 on 13 copies, against bare inference of as many pictures",
  )
  console.log(table(await preSegmentationOverhead(subject)))

  console.log("Peak memory of a process (resident set)")
  console.log(table(await memory(args)))

  console.log("Copying the rows of a circle, 81 runs in each of 3 planes (microseconds)")
  console.log(table(copying()))

  console.log("Bundle of @pami/core")
  console.log(table((await bundleSize()).map((size) => ({ ...size }))))
}
