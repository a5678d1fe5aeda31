import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import sharp from "sharp"
import { pami } from "./command-line.ts"
import { callRuntime } from "./direct.ts"
import { type Reading, type RealModel, realModels } from "./models.ts"
import { compareBackends, type Distance } from "./compare-backends.ts"
import { unpackScripts } from "./unpack.ts"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { tolerances: { type: "boolean", default: false } },
})
if (positionals.length !== 2) {
  console.error(
    "Give two folders, of data and of packages: npm run real-models -- DATA PACKAGES [--tolerances]",
  )
  process.exit(2)
}
const [data, packages] = positionals.map((folder) => resolve(process.env["INIT_CWD"] ?? ".", folder))
const scratch = await mkdtemp(join(tmpdir(), "pami-real-models-"))
// float32 rounds differently if pixels are normalized in another order.
const close = 2e-5

interface Failure {
  readonly code: string
  readonly message: string
}

/** The part of the document of `pami explain --json` that this program reads. */
interface Explained {
  readonly error?: Failure
  readonly model?: { readonly preprocessing: { readonly name: string } }
  readonly results?: readonly {
    readonly error?: Failure
    readonly prediction?: readonly { readonly class: number; readonly score: number }[]
    readonly findings?: readonly { readonly code: string }[]
  }[]
}

/** The part of the document of `pami inspect --json` that this program reads. */
interface Inspected {
  readonly error?: Failure
  readonly kind?: { readonly kind: string } | null
  readonly labels?: { readonly count: number } | null
  readonly guess?: { readonly error: string } | { readonly preset: { readonly value: string } }
  readonly preprocessing?: { readonly name: string; readonly width: number; readonly height: number }
}

let wrong = 0
let missing = 0
try {
  if (values.tolerances) await compareAll()
  else {
    for (const model of realModels) console.log(await describeModel(model))
    console.log(
      wrong + missing === 0
        ? "All agree with their runtimes."
        : `${wrong} of ${realModels.length} differ, ${missing} are missing.`,
    )
  }
} finally {
  await rm(scratch, { recursive: true, force: true })
}
process.exitCode = wrong + missing === 0 ? 0 : 1

async function describeModel(model: RealModel): Promise<string> {
  const file = await openModel(model)
  const name = model.name.padEnd(28)
  if (file === undefined) {
    missing++
    return `${name}  missing: ${model.file}`
  }
  const { reading } = model
  const inspected = `    inspect: ${describeInspection(await pami<Inspected>(["inspect", file]))}`
  if (reading === undefined) return `${name}  ${model.kind}\n${inspected}\n${await describeRefusal(file)}`
  const image = await drawImage("chelsea.png", reading)
  const direct = await callRuntime(file, await pixelsOf(image), reading)
  const top = direct.indexOf(Math.max(...direct))
  const given = await explain(file, image, flagsOf(reading))
  const failed = failureOf(given)
  if (failed !== undefined) {
    wrong++
    return `${name}  WRONG: ${failed.message} [${failed.code}]`
  }
  const [first] = given.results![0].prediction!
  const apart = Math.abs(first.score - direct[top])
  // A single output stands for two classes.
  const same = (first.class === top || direct.length === 1) && apart <= close
  if (!same) wrong++
  const row = `${name}  ${same ? "same " : "WRONG"}  class ${first.class} ${first.score.toFixed(6)}, directly class ${top} ${direct[top].toFixed(6)}, ${apart.toExponential(1)} apart`
  return `${row}\n${inspected}\n    without values: ${describeOwn(await explain(file, image, []))}`
}

async function explain(file: string, image: string, flags: readonly string[]): Promise<Explained> {
  const output = join(scratch, "figure.png")
  return pami<Explained>(["explain", image, "--model", file, ...flags, "--passes", "8", "-o", output])
}

function failureOf({ error, results }: Explained): Failure | undefined {
  return error ?? results?.[0].error
}

/** Describes the prediction without a given mean, standard deviation, layout or size. */
function describeOwn(explained: Explained): string {
  const failed = failureOf(explained)
  if (failed !== undefined) return `${failed.message} [${failed.code}]`
  const [{ prediction, findings }] = explained.results!
  const [first] = prediction!
  const guessed = findings!.some(({ code }) => code === "PRESET_GUESSED")
  const { name } = explained.model!.preprocessing
  return `class ${first.class} ${first.score.toFixed(6)}, ${guessed ? "guessed" : "found"} ${name}`
}

function describeInspection({ error, kind, labels, guess, preprocessing }: Inspected): string {
  if (error !== undefined) return `${error.message} [${error.code}]`
  const seems = kind ? `seems to be a ${kind.kind}; ` : ""
  if (guess !== undefined && "error" in guess) return seems + guess.error
  const { name, width, height } = preprocessing!
  return `${seems}an image of ${width} x ${height}, ${name}; ${labels ? `${labels.count} labels` : "no labels"}`
}

async function openModel({ file, from }: RealModel): Promise<string | undefined> {
  const path = join(from === "data" ? data : packages, file)
  if (!existsSync(path)) return undefined
  return path.endsWith(".onnx") || path.endsWith(".json")
    ? path
    : unpackScripts(path, join(scratch, file.replaceAll("/", "-")))
}

async function describeRefusal(file: string): Promise<string> {
  const refused = failureOf(await explain(file, join(data, "photos/chelsea.png"), []))
  if (refused === undefined) wrong++
  return `    explain: ${refused === undefined ? "WRONG: a map" : `${refused.message} [${refused.code}]`}`
}

function flagsOf({ width, height, layout, mean, std, output }: Reading): string[] {
  const flags = ["--mean", mean.join(","), "--std", std.join(","), "--layout", layout]
  flags.push("--resize", "stretch", "--size", `${width}x${height}`)
  if (output !== undefined) flags.push("--model-output", output)
  return flags
}

/** Returns a photo in the size of the model, so that neither side resizes it. */
async function drawImage(photo: string, { width, height }: Reading): Promise<string> {
  const file = join(scratch, `${photo}-${width}x${height}.png`)
  await sharp(join(data, "photos", photo))
    .removeAlpha()
    .resize(width, height, { fit: "fill" })
    .png()
    .toFile(file)
  return file
}

async function pixelsOf(image: string): Promise<Uint8Array> {
  return await sharp(image).raw().toBuffer()
}

/** Prints the largest differences between backends, model by model. */
async function compareAll(): Promise<void> {
  for (const model of realModels) {
    const file = model.reading && (await openModel(model))
    if (file === undefined) continue
    const distances: Distance[] = []
    for (const photo of ["chelsea.png", "coffee.png", "owl.jpg"])
      distances.push(
        ...(await compareBackends(file, await drawImage(photo, model.reading!), flagsOf(model.reading!))),
      )
    const largest = (which: "scores" | "maps") =>
      Math.max(...distances.map((distance) => distance[which])).toExponential(1)
    const backends = [...new Set(distances.map(({ backend }) => backend))].join(", ")
    console.log(`${model.name.padEnd(28)}  scores ${largest("scores")}, maps ${largest("maps")}: ${backends}`)
  }
}
