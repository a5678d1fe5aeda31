// Compares @pami/superpixels with label maps of scikit-image and OpenCV, setting by setting:
//   node -C source tools/bench/src/superpixels.ts [REFERENCE_FOLDER] [PICTURES_FOLDER]
// REFERENCE_FOLDER has labels/PICTURE.SETTING.png (one byte a pixel) and reference.json with the reference's seconds.
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { decodePicture } from "@pami/image/node"
import { felzenszwalbScales, lsc, partCount, seeds, slicSegments, watershed } from "@pami/superpixels"
import type { Pixels } from "@pami/superpixels"
import { explainedVariation } from "./explained-variation.ts"
import { adjustedRandIndex } from "./rand-index.ts"
import { table } from "./table.ts"

const repository = join(import.meta.dirname, "../../..")
const reference = process.argv[2] ?? join(repository, "../shared/reference")
const pictures = process.argv[3] ?? join(reference, "../data/photos-224")
for (const folder of [join(reference, "labels"), pictures]) {
  if (existsSync(folder)) continue
  console.error(`No folder ${folder}. Say where: superpixels.ts REFERENCE_FOLDER PICTURES_FOLDER`)
  process.exit(1)
}

/** A family of settings that share work: `run` gives one label map a setting. */
interface Family {
  readonly settings: readonly string[]
  readonly run: (pixels: Pixels) => Int32Array[]
}

const scales = [250, 200, 150, 100, 70, 50]
const segments = [10, 20, 30, 40, 50, 60, 70, 80]
const markers = [10, 20, 30]
const superpixels = [10, 20, 30]
const families: Family[] = [
  {
    settings: scales.map((scale) => `felzenszwalb-${scale}`),
    run: (pixels) => felzenszwalbScales(pixels, { scales, sigma: 0.8, minSize: 784 }),
  },
  {
    settings: segments.map((many) => `slic-${many}`),
    run: (pixels) => slicSegments(pixels, { segments, compactness: 20 }),
  },
  {
    settings: markers.map((many) => `watershed-${many}`),
    run: (pixels) => markers.map((many) => watershed(pixels, { markers: many, compactness: 0.0001 })),
  },
  {
    settings: superpixels.map((many) => `seeds-${many}`),
    run: (pixels) =>
      superpixels.map((many) => seeds(pixels, { superpixels: many, levels: 5, bins: 5, doubleStep: true })),
  },
  {
    settings: ["lsc-20"],
    run: (pixels) => [lsc(pixels, { regionSize: 20, ratio: 0.075 })],
  },
]

const labelFolder = join(reference, "labels")
const names = [...new Set(readdirSync(labelFolder).map((file) => file.split(".")[0]))].sort()
const seconds = JSON.parse(
  readFileSync(join(reference, "reference.json"), "utf8"),
).segmentation_seconds_median
const subjects = await Promise.all(
  names.map(async (name) => {
    const { width, height, data } = await decodePicture(join(pictures, `${name}.png`))
    return { name, pixels: { shape: [height, width], channels: 3, data } as const }
  }),
)

const rows: Record<string, string | number>[] = []
for (const { settings, run } of families) {
  const times: number[] = []
  for (let round = 0; round < 2; round++) for (const { pixels } of subjects) run(pixels)
  const ours = subjects.map(({ pixels }) => {
    const start = performance.now()
    const maps = run(pixels)
    times.push((performance.now() - start) / settings.length)
    return maps
  })
  const ms = times.sort((a, b) => a - b)[times.length >> 1]
  for (const [setting, name] of settings.entries()) {
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
    rows.push({
      setting: name,
      "ARI min": Math.min(...aris).toFixed(4),
      mean: mean(aris).toFixed(4),
      "parts ours": mean(compared.map(({ parts }) => parts)).toFixed(1),
      reference: mean(compared.map(({ theirParts }) => theirParts)).toFixed(1),
      "largest difference": Math.max(
        ...compared.map(({ parts, theirParts }) => Math.abs(parts - theirParts)),
      ),
      "explained ours": mean(compared.map(({ explained }) => explained)).toFixed(3),
      " reference": mean(compared.map(({ theirExplained }) => theirExplained)).toFixed(3),
      "ms ours": ms.toFixed(1),
      "  reference": (seconds[name] * 1000).toFixed(1),
    })
  }
}
console.log(`${names.length} pictures; ms: median over pictures, settings of a family timed together`)
console.log(table(rows))

async function labelsOf(path: string): Promise<Int32Array> {
  const { data } = await decodePicture(path)
  return Int32Array.from({ length: data.length / 3 }, (_, unit) => data[unit * 3])
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
