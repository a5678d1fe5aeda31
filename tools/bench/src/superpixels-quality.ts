import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { decodePicture } from "@pami/image/node"
import { partCount, segment } from "@pami/superpixels"
import { table } from "@pami/measure"
import { explainedVariation } from "./explained-variation.ts"
import { adjustedRandIndex } from "./rand-index.ts"
import { picturesOf } from "./superpixels-pictures.ts"
import { paperFamilies } from "./superpixels-settings.ts"

/**
 * Prints, for each setting, a comparison of our label maps with those of scikit-image and OpenCV.
 *
 * @param reference folder with labels/PICTURE.SETTING.png (one byte per pixel) and reference.json with the reference's
 *   seconds
 * @param pictures folder with PICTURE.png
 */
export async function superpixelsQuality(reference: string, pictures: string): Promise<void> {
  const labelFolder = join(reference, "labels")
  const names = [...new Set(readdirSync(labelFolder).map((file) => file.split(".")[0]))].sort()
  const seconds = JSON.parse(
    readFileSync(join(reference, "reference.json"), "utf8"),
  ).segmentation_seconds_median
  const subjects = (await picturesOf(pictures, names)).map(({ name, height, width, data }) => ({
    name,
    pixels: { shape: [height, width], channels: 3, data } as const,
  }))
  const rows: Record<string, string | number>[] = []
  for (const { names: settingNames, settings } of paperFamilies) {
    for (let round = 0; round < 2; round++) for (const { pixels } of subjects) segment(pixels, settings)
    const times: number[] = []
    const ours = subjects.map(({ pixels }) => {
      const start = performance.now()
      const maps = segment(pixels, settings)
      times.push((performance.now() - start) / settings.length)
      return maps
    })
    const ms = times.sort((a, b) => a - b)[times.length >> 1]
    for (const [setting, name] of settingNames.entries()) {
      const compared = await Promise.all(
        subjects.map(async (subject, index) => {
          const theirs = await labelsOf(join(labelFolder, `${subject.name}.${name}.png`))
          const mine = ours[index][setting]
          return {
            ari: adjustedRandIndex(mine, theirs),
            parts: partCount(mine),
            theirParts: partCount(theirs),
            explained: explainedVariation(mine, partCount(mine), subject.pixels.data),
            theirExplained: explainedVariation(theirs, partCount(theirs), subject.pixels.data),
          }
        }),
      )
      const aris = compared.map(({ ari }) => ari)
      const mean = (value: (one: (typeof compared)[number]) => number) =>
        compared.reduce((sum, one) => sum + value(one), 0) / compared.length
      rows.push({
        setting: name,
        "ARI min": Math.min(...aris).toFixed(4),
        mean: mean(({ ari }) => ari).toFixed(4),
        "parts ours": mean(({ parts }) => parts).toFixed(1),
        reference: mean(({ theirParts }) => theirParts).toFixed(1),
        "largest difference": Math.max(
          ...compared.map(({ parts, theirParts }) => Math.abs(parts - theirParts)),
        ),
        "explained ours": mean(({ explained }) => explained).toFixed(3),
        " reference": mean(({ theirExplained }) => theirExplained).toFixed(3),
        "worst difference": Math.min(
          ...compared.map(({ explained, theirExplained }) => explained - theirExplained),
        ).toFixed(3),
        "ms ours": ms.toFixed(1),
        "  reference": (seconds[name] * 1000).toFixed(1),
      })
    }
  }
  console.log(`${names.length} pictures; ms: median over pictures, settings of a family timed together`)
  console.log(table(rows))
}

async function labelsOf(path: string): Promise<Int32Array> {
  const { data } = await decodePicture(path)
  return Int32Array.from({ length: data.length / 3 }, (_, unit) => data[unit * 3])
}
