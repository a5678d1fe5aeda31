import { basename, extname, join } from "node:path"
import { fitLabels, fitPicture } from "@pami/image"
import type { Size } from "@pami/image"
import { decodeLabels, decodePicture, encodeLabels, renderSegmentations } from "@pami/image/node"
import { nameOf } from "@pami/pre-segmentation"
import { partCount, segment } from "@pami/superpixels"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { expectWritable, makeFolder, writeResult } from "./files.ts"
import { partitionsOf } from "./partitions.ts"

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
  const picture = await decodePicture(file)
  const size = flags.size ?? shrunk(picture)
  const { width, height } = size
  const { picture: fitted, geometry } = fitPicture(picture, {
    width,
    height,
    fit: "stretch",
    resample: "bilinear",
  })
  const { settings, labelMaps } = await partitionsOf(flags.partitions, [height, width])
  const list = settings ?? []
  const drawn: Drawn[] = []
  for (const path of labelMaps) {
    const labels = fitLabels(await decodeLabels(path), geometry)
    drawn.push({ name: basename(path), parts: new Set(labels).size, labels })
  }
  if (labelMaps.length === 0)
    for (const [index, labels] of segment(
      { shape: [height, width], channels: 3, data: fitted.data },
      list,
    ).entries())
      drawn.push({ name: nameOf(list[index]), parts: partCount(labels), labels })
  const files: Record<string, string> = { picture: output }
  const { png } = await renderSegmentations({
    picture,
    geometry,
    segmentations: drawn,
    title: basename(file),
  })
  await writeResult(output, png)
  if (flags.labelsOut !== undefined) {
    if (drawn.length > 1) await makeFolder(flags.labelsOut)
    else await expectWritable(flags.labelsOut)
    for (const { name, labels } of drawn) {
      const path =
        drawn.length > 1 ? join(flags.labelsOut, `${stem}.${basename(name, ".png")}.png`) : flags.labelsOut
      await writeResult(path, await encodeLabels(labels, size))
    }
    files["labels"] = flags.labelsOut
  }
  const segmentations = drawn.map(({ name, parts }) => ({ name, parts }))
  if (flags.json)
    console.stdout(
      `${JSON.stringify({ picture: file, size: { width, height }, segmentations, files }, null, 2)}\n`,
    )
  else
    console.stdout(
      [
        `${file}  cut at ${width} x ${height}`,
        ...segmentations.map(({ name, parts }) => `  ${name.padEnd(18)} ${parts} parts`),
        ...Object.entries(files).map(([what, path]) => `  ${what.padEnd(18)} ${path}`),
        "",
      ].join("\n"),
    )
  return exitStatus.done
}

function shrunk({ width, height }: Size): Size {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
