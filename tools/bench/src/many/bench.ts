import { existsSync } from "node:fs"
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises"
import { availableParallelism, tmpdir } from "node:os"
import { extname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { mebibytes, table } from "@pami/measure"
import { models } from "@pami/zoo"
import { drawImages } from "../runs/draw-images.ts"
import { fromCaller } from "../subject.ts"
import { measureProcess, type ProcessCost } from "./measure-process.ts"

const program = fileURLToPath(new URL("../../../../apps/cli/dist/main.js", import.meta.url))

/**
 * Cost of explaining many images: in one process, with workers, and a shard, with the arithmetic to 10^7 of them. Runs the
 * built packages, as users install them. Linux only:
 *   pnpm bench many [--model FILE] [--images 100] [--passes 450] [--photos FOLDER] [--threads N]
 */
export async function many(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: "string" },
      images: { type: "string", default: "100" },
      passes: { type: "string", default: "450" },
      photos: { type: "string" },
      threads: { type: "string" },
    },
  })
  if (!existsSync(program)) throw new Error(`${program} does not exist: npm run setup`)
  const model = values.model === undefined ? fileURLToPath(models.scenes.onnx) : fromCaller(values.model)
  const [images, passes] = [Number(values.images), Number(values.passes)]
  const at = await mkdtemp(join(tmpdir(), "pami-bench-many-"))
  try {
    const folder = join(at, "images")
    if (values.photos === undefined) {
      await drawImages(folder, images)
      await rm(join(folder, "corrupt.png"))
    } else await copyImages(fromCaller(values.photos), folder, images)
    const options = ["--model", model, "--passes", values.passes, "--quiet"].concat(
      values.threads === undefined ? [] : ["--threads", values.threads],
    )
    const run = (out: string, ...more: string[]) =>
      measureProcess([program, "run", folder, "--out", join(at, out), ...options, ...more])
    const one = join(folder, (await readdir(folder))[0])
    const rows: Record<string, string | number>[] = []
    const show = (name: string, inputs: number, cost: ProcessCost) => {
      rows.push(rowOf(name, inputs, cost))
      console.error(JSON.stringify(rows.at(-1)))
    }
    show(
      "pami explain, one image",
      1,
      await measureProcess([program, "explain", one, ...options, "-o", join(at, "one.png")]),
    )
    const first = await run("first", "--maps", "--limit", "1")
    show("pami run --limit 1", 1, first)
    const alone = await run("alone", "--maps")
    show("pami run", images, alone)
    show("pami run --workers 2", images, await run("workers", "--maps", "--workers", "2"))
    const half = await run("half", "--maps", "--shard", "0/2")
    const lines = (await stat(join(at, "alone", "results.jsonl"))).size / images
    const maps = (await sizeOfFolder(join(at, "alone", "maps"))) / images
    const shard = await readFile(join(at, "half", "results-0-of-2.jsonl"), "utf8")
    show("pami run --shard 0/2", shard.split("\n").length - 1, half)
    console.log(`${passes} passes an image; ${images} images; ${availableParallelism()} cores`)
    console.log(table(rows))
    console.log(`bytes an image: ${Math.round(lines)} of lines, ${Math.round(maps)} of maps\n`)
    const each = (alone.processor - first.processor) / (images - 1)
    console.log(
      `Core-hours and bytes grow in proportion to the images. From pami run, ${each.toPrecision(4)} core-seconds an image without its start:`,
    )
    console.log(table(arithmetic(each, lines, maps)))
  } finally {
    await rm(at, { recursive: true, force: true })
  }
}

function rowOf(process: string, inputs: number, { seconds, processor, memory }: ProcessCost) {
  return {
    process,
    images: inputs,
    "seconds an image": (seconds / inputs).toFixed(2),
    "core-seconds an image": (processor / inputs).toFixed(2),
    "peak memory": mebibytes(memory),
  }
}

function arithmetic(processor: number, lines: number, maps: number) {
  return [1e4, 1e5, 1e6, 1e7].map((images) => ({
    images: images.toLocaleString("en"),
    "core-hours": Math.round((images * processor) / 3600).toLocaleString("en"),
    lines: gigabytes(images * lines),
    maps: gigabytes(images * maps),
  }))
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`
}

/** Copies images into a new folder, again and again under other names, until there are `count`. */
async function copyImages(from: string, to: string, count: number): Promise<void> {
  const files = (await readdir(from)).filter((name) => /\.(png|jpe?g|webp)$/i.test(name)).sort()
  if (files.length === 0) throw new Error(`${from} has no images`)
  await mkdir(to)
  for (let place = 0; place < count; place++) {
    const name = files[place % files.length]
    await copyFile(join(from, name), join(to, `${place}${extname(name)}`))
  }
}

async function sizeOfFolder(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size
  return bytes
}
