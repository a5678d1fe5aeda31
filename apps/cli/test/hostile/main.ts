import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { brightness } from "@pami/test-models"
import { file, flag, folder } from "../fixtures.ts"
import { mutated } from "./mutate.ts"

// `npm run hostile -- [COUNT] [SEED]`: runs the program in a separate process for each mutated manifest.
const [count = 300, seed = 1] = process.argv.slice(2).map(Number)
const workspace = resolve(import.meta.dirname, "../../../..")
const main = join(import.meta.dirname, "../../src/main.ts")
const at = folder()
const sent = join(at, "sent")
mkdirSync(sent)
await flag(sent)
const outside = await flag(at, "outside.png")
file(sent, "model.onnx", brightness({ size: 16, output: "logits" }))
const module = join(sent, "evil.mjs")
const ran = join(at, "ran")
writeFileSync(
  module,
  `import fs from "node:fs"\nfs.writeFileSync(${JSON.stringify(ran)}, "")\nexport default {}\n`,
)

interface Report {
  readonly read: readonly string[]
  readonly asked: readonly string[]
  readonly megabytes: number
}

/** One call of the program under guard. */
function pami(...args: string[]) {
  const report = join(at, "report.json")
  rmSync(report, { force: true })
  const guard = pathToFileURL(join(import.meta.dirname, "guard-process.ts")).href
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ["-C", "source", "--import", guard, main, ...args], {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, PAMI_GUARD: report },
  })
  const seconds = (performance.now() - began) / 1000
  // A line for each thread: the program works in another than it starts in.
  const lines = existsSync(report) ? readFileSync(report, "utf8").split("\n").filter(Boolean) : []
  const told = lines.map((line) => JSON.parse(line) as Report)
  return {
    status,
    stderr,
    seconds,
    read: told.flatMap(({ read }) => read),
    asked: told.flatMap(({ asked }) => asked),
    megabytes: Math.max(0, ...told.map(({ megabytes }) => megabytes)),
  }
}

const written = join(sent, "written.json")
const model = ["--model", join(sent, "model.onnx"), "--preset", "0-1"]
const how = ["--partitions", "slic-4", "--passes", "4", "--quiet", "-o", join(at, "out.png")]
const plain = pami("explain", join(sent, "flag.png"), ...model, ...how, "--manifest", written)
if (plain.status !== 0) throw new Error(plain.stderr)

const bait = [
  "./evil.mjs",
  module,
  pathToFileURL(module).href,
  "commander",
  "fs",
  "tfjs:cpu",
  "onnxruntime-web",
  "tfjs",
  "../outside.png",
  outside,
  pathToFileURL(outside).href,
  "flag.png",
  "FLAG.PNG",
  "model.onnx",
  "evil.mjs",
  "/etc/hostname",
  "../../../../etc/hostname",
  "..\\outside.png",
  "/dev/zero",
  ".",
  "http://127.0.0.1:9/a",
  "https://127.0.0.1:9/a",
  "data:,a",
  "//127.0.0.1/a",
  "\\\\127.0.0.1\\a",
]
const own = [sent, workspace, "/sys/devices/system/cpu", "/proc"]
const isOwn = (path: string) => own.some((folder) => !relative(folder, path).startsWith(".."))
const codes = new Map<string, number>()
const wrong: string[] = []
let [slowest, largest] = [0, 0]
for (const [index, text] of mutated(readFileSync(written, "utf8"), bait, seed, count).entries()) {
  const path = file(sent, "mutated.json", text)
  const { status, stderr, seconds, read, asked, megabytes } = pami("verify", path, "--quiet")
  const [, code = "none"] = /\[([A-Z_]+)\]\n$/.exec(stderr) ?? []
  codes.set(`${status} ${code}`, (codes.get(`${status} ${code}`) ?? 0) + 1)
  slowest = Math.max(slowest, seconds)
  largest = Math.max(largest, megabytes)
  const elsewhere = read.filter((one) => !isOwn(one.startsWith("file:") ? new URL(one).pathname : one))
  const bad = code === "INTERNAL" || ![0, 3, 4].includes(status ?? -1) || megabytes >= 500
  if (bad || elsewhere.length + asked.length > 0 || existsSync(ran)) {
    wrong.push(`number ${index}: ${status} ${code}, ${megabytes} MB, read ${elsewhere}, asked ${asked}`)
    writeFileSync(join(at, `wrong-${index}.json`), text)
  }
}
for (const [code, times] of [...codes].sort()) console.log(`${String(times).padStart(5)}  status ${code}`)
console.log(`explain of the same image: ${plain.megabytes} MB, ${plain.seconds.toFixed(1)} s`)
console.log(`most of ${count} verified: ${largest} MB, ${slowest.toFixed(1)} s`)
console.log(
  wrong.length === 0
    ? "No module run, no file elsewhere read, no address asked, no INTERNAL."
    : wrong.join("\n"),
)
if (wrong.length > 0) console.log(`Those manifests are in ${at}`)
else rmSync(at, { recursive: true })
process.exitCode = wrong.length === 0 ? 0 : 1
