import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { mebibytes, median, range, table } from "@pami/measure"
import { entrants } from "./backends/entrants.ts"
import type { Use } from "./backends/memory.ts"
import type { Speeds } from "./backends/speed.ts"
import { subjectFrom } from "./subject.ts"

const child = fileURLToPath(new URL("backends/child.ts", import.meta.url))

/**
 * Every backend that Node has, each in a process of its own: explain against bare use of its runtime, or with `--memory`
 * what 500 explains leave behind. Names restrict it to some. With your own model, an ONNX file or a model.json:
 *   pnpm bench backends [NAME:DEVICE]... [--memory] [--model FILE --mean R,G,B --std R,G,B] [--threads N] [--rounds N]
 */
export async function backends(args: readonly string[]): Promise<void> {
  const named = args.filter((arg) => entrants.has(arg))
  const rest = args.filter((arg) => !entrants.has(arg) && arg !== "--memory")
  const [unknown] = rest
  if (unknown !== undefined && !unknown.startsWith("-")) {
    console.error(`bench: there is no backend "${unknown}": ${[...entrants.keys()].join(", ")}`)
    process.exit(1)
  }
  const subject = subjectFrom(rest)
  const files = [subject.model, subject.tfjs ?? []].flat()
  const chosen = [...entrants].flatMap(([name, { reads }]) => {
    const file = files.find(reads)
    return file === undefined || (named.length > 0 && !named.includes(name)) ? [] : { name, file }
  })
  const measure = args.includes("--memory") ? memoryRows : speedRows
  const rows: Row[] = []
  const missing: string[] = []
  console.log(`${subject.name}, ${subject.threads} threads where the runtime has them\n${measure.title}`)
  for (const { name, file } of chosen) {
    console.error(name)
    const found = await inChild([measure.what, name, file, ...rest])
    if ("missing" in found) missing.push(`${name} is not measured: ${found.missing}`)
    else rows.push(...measure.rows(name, found as never))
  }
  if (rows.length > 0) console.log(table(rows))
  for (const reason of missing) console.log(reason)
}

type Row = Readonly<Record<string, string | number>>

const speedRows = {
  what: "speed",
  title:
    "Sweeps, from the first part to the map, and bare runs of one prepared batch, in turn (passes per second; medians of " +
    "the rounds).\nbackend/bare: of the sweeps, the time only in which runs of the backend are under way",
  rows(backend: string, { batch, passes, rounds }: Speeds): Row[] {
    const ratios = rounds.map(({ explain, bare }) => explain / bare)
    const row = {
      backend,
      batch,
      passes,
      explain: rounded(median(rounds.map(({ explain }) => explain))),
      bare: rounded(median(rounds.map(({ bare }) => bare))),
      "explain/bare": Number(median(ratios).toFixed(3)),
      range: range(ratios),
      "backend/bare": Number(median(rounds.map(({ backend, bare }) => backend / bare)).toFixed(3)),
    }
    return [row]
  },
}

const memoryRows = {
  what: "memory",
  title:
    "Memory after so many explains of 8 passes, garbage collected; growth: from the first look to the last",
  rows(backend: string, uses: readonly Use[]): Row[] {
    const line = (of: string, value: (use: Use) => number, show: (value: number) => string): Row => ({
      backend,
      of,
      ...Object.fromEntries(uses.map((use) => [`after ${use.explains}`, show(value(use))])),
      growth: show(value(uses[uses.length - 1]) - value(uses[0])),
    })
    const counts = uses[0].tensors !== null
    return [
      line("resident set", ({ resident }) => resident, mebibytes),
      line("JavaScript", ({ javascript }) => javascript, mebibytes),
      ...(counts ? [line("tensors held", ({ tensors }) => tensors!, String)] : []),
    ]
  },
}

type Found = Speeds | readonly Use[] | { readonly missing: string }

/** @throws Error when the process ends without having sent anything */
async function inChild(args: readonly string[]): Promise<Found> {
  const process = fork(child, args)
  let found: Found | undefined
  process.on("message", (message) => (found = message as Found))
  const [status] = await once(process, "close")
  if (found === undefined) throw new Error(`${args[1]} ended with status ${status}`)
  return found
}

function rounded(value: number): number {
  return Number(value.toPrecision(value < 100 ? 3 : 4))
}
