import { readFileSync } from "node:fs"
import { join } from "node:path"
import { average, classProbability, explain, fixedPartitions, fromLabels, slidingWindow } from "@pami/core"
import type { Partition, Partitioner } from "@pami/core"
import { black, blur, decodeNpy } from "@pami/image"
import { decodeLabels } from "@pami/image/node"
import { parseSegmentations, preSegmentation } from "@pami/pre-segmentation"
import { inputOf } from "./quality/subject.ts"
import type { Subject } from "./quality/subject.ts"

// Whose label maps made the reference's pre-segmentation maps.
const settings = ["felzenszwalb-250", "felzenszwalb-100", "slic-20", "slic-50", "seeds-20", "watershed-20"]

/** Maps of every subject against those of the reference, as rows of a table. */
export async function referenceMaps(
  subjects: readonly { readonly subject: Subject; readonly target: number }[],
  folder: string,
): Promise<Record<string, string | number>[]> {
  const rows: Record<string, string | number>[] = []
  for (const { subject, target } of subjects) {
    const { name, preprocessing } = subject
    const units = [preprocessing.height, preprocessing.width]
    const theirs = (kind: string) =>
      decodeNpy(readFileSync(join(folder, "maps", `${name}.${kind}.npy`))).data as Float32Array
    const mapOf = async (partitioner: Partitioner, masking = blur({ mode: "authors" })) =>
      average(
        await explain({
          model: subject.model,
          input: await inputOf(subject, masking),
          target: classProbability({ activation: "softmax", classes: [target] }),
          partitioner,
        }),
      )
    const partitions: Partition[] = []
    for (const setting of settings) {
      const { data } = await decodeLabels(join(folder, "labels", `${name}.${setting}.png`))
      partitions.push(fromLabels(data, units, setting))
    }
    const own = preSegmentation({ settings: parseSegmentations(settings.join(","), units) })
    const windows = slidingWindow({ mode: "authors" })
    const six = theirs("pre-segmentation-6-blur")
    rows.push({
      picture: name,
      "windows, blur": largest(await mapOf(windows), theirs("sliding-blur")),
      "windows, black": largest(await mapOf(windows, black()), theirs("sliding-black")),
      "their six label maps": largest(await mapOf(fixedPartitions(partitions)), six),
      "own six label maps": `r = ${correlation(await mapOf(own), six).toFixed(4)}`,
    })
    console.error(name)
  }
  return rows
}

function largest(a: ArrayLike<number>, b: ArrayLike<number>): string {
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]))
  return most.toExponential(1)
}

/** Pearson's. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, v) => sum + v, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB)
    aa += (a[i] - meanA) ** 2
    bb += (b[i] - meanB) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}
