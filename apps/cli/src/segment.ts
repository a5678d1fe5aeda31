import { basename, extname, join } from "node:path"
import { fitLabels, fitPicture } from "@pami/image"
import type { Geometry, Picture, Size } from "@pami/image"
import { decodeLabels, decodePicture, encodeLabels, renderSegmentations } from "@pami/image/node"
import { nameOf } from "@pami/pre-segmentation"
import { partCount, segment } from "@pami/superpixels"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { expectWritable, makeFolder, writeResult } from "./files.ts"
import { partitionsOf } from "./partitions.ts"
import { statusLine } from "./progress.ts"

/** Options of `pami segment`. */
export interface SegmentFlags {
  readonly partitions: readonly string[]
  readonly size: Size | undefined
  readonly output: string | undefined
  readonly labelsOut: string | undefined
  readonly json: boolean | undefined
}

/** One segmentation of the picture. */
interface Drawn {
  readonly name: string
  readonly parts: number
  readonly labels: Int32Array
}

// Settings are made for pictures of a model's size; far larger ones take long and fall into crumbs.
const longestSide = 512

/** `pami segment`: what a picture's partitions look like, before any model is asked. */
export async function segmentCommand(file: string, flags: SegmentFlags, console: Console): Promise<number> {
  const stem = basename(file, extname(file))
  const output = flags.output ?? `${stem}.segments.png`
  await expectWritable(output)
  const line = statusLine(console, flags.json === true)
  try {
    line.show(`${basename(file)}  cutting`)
    const picture = await decodePicture(file)
    const size = flags.size ?? shrunk(picture)
    const { drawn, geometry } = await cut(picture, size, flags.partitions)
    line.show(`${basename(file)}  drawing`)
    const figure = { picture, geometry, segmentations: drawn, title: basename(file) }
    await writeResult(output, (await renderSegmentations(figure)).png)
    const files: Record<string, string> = { picture: output }
    if (flags.labelsOut !== undefined) {
      files["labels"] = flags.labelsOut
      await writeLabels(flags.labelsOut, stem, drawn, size)
    }
    line.end()
    const segmentations = drawn.map(({ name, parts }) => ({ name, parts }))
    if (flags.json)
      console.stdout(`${JSON.stringify({ picture: file, size, segmentations, files }, null, 2)}\n`)
    else
      console.stdout(
        [
          `${file}  cut at ${size.width} x ${size.height}`,
          ...segmentations.map(
            ({ name, parts }) => `  ${name.padEnd(18)} ${parts} ${parts === 1 ? "part" : "parts"}`,
          ),
          ...Object.entries(files).map(([what, path]) => `  ${what.padEnd(18)} ${path}`),
          "",
        ].join("\n"),
      )
    return exitStatus.done
  } finally {
    line.end()
  }
}

/** Every segmentation that the names ask for, on a grid of that size. */
async function cut(
  picture: Picture,
  { width, height }: Size,
  named: readonly string[],
): Promise<{ drawn: Drawn[]; geometry: Geometry }> {
  const { settings, labelMaps } = await partitionsOf(named, [height, width])
  const fitted = await fitPicture(picture, { width, height, fit: "stretch", resample: "bilinear" })
  const { geometry } = fitted
  const drawn: Drawn[] = []
  for (const path of labelMaps) {
    const labels = await fitLabels(await decodeLabels(path), geometry)
    drawn.push({ name: basename(path), parts: new Set(labels).size, labels })
  }
  const list = settings ?? []
  const maps = segment({ shape: [height, width], channels: 3, data: fitted.picture.data }, list)
  for (const [index, labels] of maps.entries())
    drawn.push({ name: nameOf(list[index]), parts: partCount(labels), labels })
  return { drawn, geometry }
}

async function writeLabels(place: string, stem: string, drawn: readonly Drawn[], size: Size): Promise<void> {
  if (drawn.length === 1) return writeResult(place, await encodeLabels(drawn[0].labels, size))
  await makeFolder(place)
  for (const { name, labels } of drawn)
    await writeResult(join(place, `${stem}.${basename(name, ".png")}.png`), await encodeLabels(labels, size))
}

function shrunk({ width, height }: Size): Size {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
