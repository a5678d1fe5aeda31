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
// float32 rounds otherwise where the pixels are normalised in another order.
const close = 2e-5

interface Explained {
  readonly error?: { readonly code: string; readonly message: string }
  readonly results?: readonly {
    readonly error?: { readonly code: string; readonly message: string }
    readonly prediction?: readonly {
      readonly class: number
      readonly probability?: number
      readonly score?: number
    }[]
  }[]
}

let wrong = 0
try {
  if (values.tolerances) await compareAll()
  else {
    for (const model of realModels) console.log(await describeModel(model))
    console.log(wrong === 0 ? "All are as their runtimes say." : `${wrong} differ.`)
  }
} finally {
  await rm(scratch, { recursive: true, force: true })
}
process.exitCode = wrong === 0 ? 0 : 1

async function describeModel(model: RealModel): Promise<string> {
  const file = await openModel(model)
  const name = model.name.padEnd(28)
  if (file === undefined) return `${name}  not there: ${model.file}`
  const { reading } = model
  if (reading === undefined) return `${name}  ${model.kind}\n${await describeRefusal(file)}`
  const image = await drawImage("chelsea.png", reading)
  const direct = await callRuntime(file, await pixelsOf(image), reading)
  const top = direct.indexOf(Math.max(...direct))
  const output = join(scratch, "figure.png")
  const args = ["explain", image, "--model", file, ...flagsOf(reading), "--passes", "8", "-o", output]
  const { results, error } = await pami<Explained>(args)
  const failed = error ?? results?.[0].error
  if (failed !== undefined) {
    wrong++
    return `${name}  WRONG: ${failed.message} [${failed.code}]`
  }
  const [first] = results![0].prediction!
  const score = first.probability ?? first.score ?? NaN
  const apart = Math.abs(score - direct[top])
  // A single number is shown as the two classes that it tells apart.
  const same = (first.class === top || direct.length === 1) && apart <= close
  if (!same) wrong++
  return `${name}  ${same ? "same " : "WRONG"}  class ${first.class} ${score.toFixed(6)}, directly class ${top} ${direct[top].toFixed(6)}, ${apart.toExponential(1)} apart`
}

async function openModel({ file, from }: RealModel): Promise<string | undefined> {
  const path = join(from === "data" ? data : packages, file)
  if (!existsSync(path)) return undefined
  return path.endsWith(".onnx") || path.endsWith(".json")
    ? path
    : unpackScripts(path, join(scratch, file.replaceAll("/", "-")))
}

async function describeRefusal(file: string): Promise<string> {
  const image = join(data, "photos/chelsea.png")
  const inspected = await pami<{ guess?: { error?: string } } & Explained>(["inspect", file])
  const { results, error } = await pami<Explained>([
    "explain",
    image,
    "--model",
    file,
    "--passes",
    "8",
    "-o",
    join(scratch, "none.png"),
  ])
  const refused = error ?? results?.[0].error
  if (refused === undefined) wrong++
  const says = inspected.error?.message ?? inspected.guess?.error ?? "takes it for a model of images"
  const answer = refused === undefined ? "WRONG: a map" : `${refused.message} [${refused.code}]`
  return `    inspect: ${says}\n    explain: ${answer}`
}

function flagsOf({ width, height, layout, mean, std, output }: Reading): string[] {
  const flags = ["--mean", mean.join(","), "--std", std.join(","), "--layout", layout]
  flags.push("--resize", "stretch", "--size", `${width}x${height}`)
  if (output !== undefined) flags.push("--model-output", output)
  return flags
}

/** A photo in the model's own size, so that nobody has to resize it. */
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
