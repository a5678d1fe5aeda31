import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { table } from "@pami/measure"
import { findStore, startStore } from "@pami/stores"
import type { StoreKind } from "@pami/stores"
import { growth } from "./queue/growth.ts"
import { steady } from "./queue/steady.ts"
import { drawImages } from "./runs/draw-images.ts"

const program = fileURLToPath(new URL("../../../apps/cli/dist/main.js", import.meta.url))

/**
 * The cost of a queue: against that of the inference of the smallest model of the zoo, of which a queue has the largest share; and
 * for 1,000 to 1,000,000 stub inputs, of which each line costs nothing.
 *   pnpm bench queue-overhead [--store redis,postgres] [--images 40] [--passes 450] [--repeats 3] [--largest 1000000]
 */
export async function queueOverhead(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      store: { type: "string", default: "redis,postgres" },
      images: { type: "string", default: "40" },
      passes: { type: "string", default: "450" },
      repeats: { type: "string", default: "3" },
      largest: { type: "string", default: "1000000" },
    },
  })
  if (!existsSync(program)) throw new Error(`${program} does not exist: npm run setup`)
  const [images, repeats, largest] = [values.images, values.repeats, values.largest].map(Number)
  const kinds = (values.store.split(",") as StoreKind[]).flatMap((kind) => {
    const programs = findStore(kind)
    return programs === undefined ? [] : [{ kind, programs }]
  })
  const shares: Record<string, string>[] = []
  for (const { kind, programs } of repeats > 0 ? kinds : [])
    shares.push(await share(kind, programs, images, values.passes, repeats))
  if (shares.length > 0) {
    console.log(
      `${images} images of the zoo, ${values.passes} passes each, one worker with one thread; medians of ${repeats}`,
    )
    console.log(table(shares))
  }
  const rows: Record<string, string>[] = []
  for (const { kind, programs } of kinds)
    for (let count = 1000; count <= largest; count *= 10) {
      rows.push(await growth(kind, programs, count))
      console.error(JSON.stringify(rows.at(-1)))
    }
  if (rows.length > 0) {
    console.log("stub inputs, of which each line costs nothing")
    console.log(table(rows))
  }
}

async function share(
  kind: StoreKind,
  programs: string,
  images: number,
  passes: string,
  repeats: number,
): Promise<Record<string, string>> {
  const at = await mkdtemp(join(tmpdir(), "pami-bench-overhead-"))
  const store = await startStore(kind, programs)
  process.env["PAMI_QUEUE"] = store.address
  try {
    const photos = join(at, "images")
    await drawImages(photos, images)
    const how = ["--passes", passes, "--threads", "1", "--quiet"]
    const walls: number[] = []
    const processors: number[] = []
    const items: number[] = []
    for (let index = 0; index < repeats; index++) {
      const [plain, queued] = [join(at, `plain-${index}`), join(at, `queued-${index}`)]
      const run = [program, "run", photos, ...how, "--out"]
      const alone = await steady([[...run, plain]], join(plain, "results.jsonl"), images + 1)
      const worker = [program, "worker", photos, ...how]
      const over = await steady(
        [[...run, queued, "--queue"], worker],
        join(queued, "results.jsonl"),
        images + 1,
      )
      walls.push(over.wall / alone.wall - 1)
      processors.push(over.processor / alone.processor - 1)
      items.push(alone.wall)
      console.error(kind, JSON.stringify({ alone, over }))
    }
    const percent = (values: readonly number[]) => `${(100 * median(values)).toFixed(1)} %`
    return {
      store: kind,
      "ms an image without a queue": (1000 * median(items)).toFixed(0),
      "more time with it": percent(walls),
      "more processor time": percent(processors),
    }
  } finally {
    await store.stop()
    await rm(at, { recursive: true, force: true })
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
