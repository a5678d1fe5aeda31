import { basename, extname, join } from "node:path"
import { renderSegmentations } from "@pami/figure/node"
import { fitLabels, fitPicture } from "@pami/image"
import type { Geometry, Picture, Size } from "@pami/image"
import { encodeLabels } from "@pami/image/node"
import type { RecipeFiles } from "@pami/recipe"
import { formatSegmentation } from "@pami/pre-segmentation"
import { partCount } from "@pami/superpixels"
import type { Segmentation } from "@pami/superpixels"
import { segmentInWorker } from "@pami/superpixels/worker"
import type { Console } from "./console.ts"
import { distinctNames, shorten } from "./distinct-names.ts"
import { exitStatus, UsageError } from "./exit-status.ts"
import { encodeFigure, expectFigureName, expectName } from "./figure-format.ts"
import { filesWithin } from "./files.ts"
import { expectNoOverwriting } from "./overwriting.ts"
import { readPartitions } from "./partitions.ts"
import { oneLine } from "./printable.ts"
import { describeFindings } from "./result.ts"
import { statusLine } from "./progress.ts"
import { expectWritable, makeFolder, writeResult } from "./write.ts"

/** Options of `pami segment`. */
export interface SegmentFlags {
  readonly partitions: readonly string[]
  readonly size: Size | undefined
  readonly output: string | undefined
  readonly labelsOut: string | undefined
  readonly maxPixels: number | undefined
  readonly json: boolean | undefined
}

/** One segmentation of the image. */
interface Drawn {
  readonly name: string
  readonly parts: number
  readonly labels: Int32Array
}

/** The segmentations of the image. */
interface Plan {
  readonly labelMaps: readonly string[]
  readonly settings: readonly Segmentation[]
  readonly size: Size
}

// Settings are made for images of a model's size; far larger ones take long and fall into crumbs.
const longestSide = 512

// Each of up to some dozens of label maps has four bytes a pixel.
const mostPixels = 2 ** 24

/** `pami segment`: what an image's partitions look like, before any model is asked. */
export async function segmentCommand(file: string, flags: SegmentFlags, console: Console): Promise<number> {
  const files = filesWithin(flags.maxPixels)
  const stem = shorten(basename(file, extname(file)), 200)
  const output = flags.output ?? `${stem}.segments.png`
  if (flags.size !== undefined && flags.size.width * flags.size.height > mostPixels)
    throw new UsageError(
      `--size ${flags.size.width}x${flags.size.height}: at most ${mostPixels.toLocaleString("en")} pixels can be segmented`,
    )
  await expectPlaces(file, flags, output, [flags.labelsOut])
  const line = statusLine(console, flags.json === true)
  try {
    line.show(`${basename(file)}  cutting`)
    const picture = await files.picture(file)
    const size = flags.size ?? shrunk(picture)
    const { settings, labelMaps } = await readPartitions(flags.partitions, [size.height, size.width])
    const plan = { settings: settings ?? [], labelMaps, size }
    const names = [...labelMaps.map((path) => basename(path)), ...plan.settings.map(formatSegmentation)]
    const labelPlaces = await placesOfLabels(flags.labelsOut, stem, names)
    await expectPlaces(file, flags, output, labelPlaces)
    const { drawn, geometry } = await cut(picture, plan, names, files)
    line.show(`${basename(file)}  drawing`)
    const figure = { image: picture, geometry, segmentations: drawn, title: basename(file) }
    const rendered = await renderSegmentations(figure)
    await writeResult(output, await encodeFigure(rendered, output))
    const findings = [...(picture.findings ?? []), ...rendered.findings]
    const written: Record<string, string> = { picture: output }
    for (const [index, place] of labelPlaces.entries())
      await writeResult(place, await encodeLabels(drawn[index].labels, size))
    if (flags.labelsOut !== undefined) written["labels"] = flags.labelsOut
    line.end()
    const segmentations = drawn.map(({ name, parts }) => ({ name, parts }))
    if (flags.json)
      console.stdout(
        `${JSON.stringify({ picture: file, size, segmentations, findings, files: written }, null, 2)}\n`,
      )
    else
      console.stdout(
        [
          `${file}  cut at ${size.width} x ${size.height}`,
          ...segmentations.map(
            ({ name, parts }) => `  ${name.padEnd(18)} ${parts} ${parts === 1 ? "part" : "parts"}`,
          ),
          ...Object.entries(written).map(([what, path]) => `  ${what.padEnd(18)} ${path}`),
        ]
          .map((text) => `${oneLine(text)}\n`)
          .join(""),
      )
    if (!flags.json) console.stderr(describeFindings(findings, undefined, console.hasFlag))
    return exitStatus.done
  } finally {
    line.end()
  }
}

async function expectPlaces(
  file: string,
  flags: SegmentFlags,
  output: string,
  labels: readonly (string | undefined)[],
): Promise<void> {
  await expectNoOverwriting({
    reads: [
      { what: "the input image", path: file },
      ...flags.partitions.map((path) => ({ what: "the partitions", path })),
    ],
    writes: [
      { what: flags.output === undefined ? "the figure's default name" : "-o", path: output },
      ...labels.map((path) => ({ what: "--labels-out", path })),
    ],
  })
  expectFigureName("-o", output)
  await expectWritable(output)
}

/** One segmentation's labels go to the file that was named, several to files in that folder, which is made. */
async function placesOfLabels(
  named: string | undefined,
  stem: string,
  names: readonly string[],
): Promise<string[]> {
  if (named === undefined) return []
  if (names.length > 1) await makeFolder(named)
  else expectName("--labels-out", named)
  const places =
    names.length > 1
      ? distinctNames(
          names.map((name) => `${stem}.${basename(name, ".png")}.png`),
          ".png".length,
        ).map((name) => join(named, `${name}.png`))
      : [named]
  for (const place of places) await expectWritable(place)
  return places
}

/** Every segmentation of the plan, on a grid of its size. */
async function cut(
  picture: Picture,
  { labelMaps, settings, size: { width, height } }: Plan,
  names: readonly string[],
  files: RecipeFiles,
): Promise<{ drawn: Drawn[]; geometry: Geometry }> {
  const fitted = await fitPicture(picture, { width, height, fit: "stretch", resample: "bilinear" })
  const { geometry } = fitted
  const drawn: Drawn[] = []
  const draw = (labels: Int32Array, parts: number) => drawn.push({ name: names[drawn.length], parts, labels })
  for (const path of labelMaps) {
    const labels = await fitLabels(await files.labels(path), geometry)
    draw(labels, new Set(labels).size)
  }
  if (settings.length === 0) return { drawn, geometry }
  const worker = segmentInWorker()
  try {
    const pixels = { shape: [height, width], channels: 3 as const, data: fitted.picture.data }
    for (const labels of await worker(pixels, settings)) draw(labels, partCount(labels))
  } finally {
    await worker.close()
  }
  return { drawn, geometry }
}

function shrunk({ width, height }: Size): Size {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
