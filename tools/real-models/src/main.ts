import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { classifiers } from "./classifiers.ts"
import { compareAll } from "./compare-backends.ts"
import { describeClassifier } from "./describe-classifier.ts"
import { describeTask } from "./describe-task.ts"
import { describeUnexplained } from "./describe-unexplained.ts"
import { type ModelFile, unexplained } from "./models.ts"
import type { Row, Tools } from "./row.ts"
import { numberModels } from "./tasks/numbers.ts"
import { photoModels } from "./tasks/photos.ts"
import { wordModels } from "./tasks/words.ts"
import { unpackScripts } from "./unpack.ts"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { tolerances: { type: "boolean", default: false }, only: { type: "string", default: "" } },
})
if (positionals.length !== 2) {
  console.error(
    "Give two folders, of data and of packages: npm run real-models -- DATA PACKAGES [--only NAME] [--tolerances]",
  )
  process.exit(2)
}
const [data, packages] = positionals.map((folder) => resolve(process.env["INIT_CWD"] ?? ".", folder))
const scratch = await mkdtemp(join(tmpdir(), "pami-real-models-"))
const tools: Tools = {
  data: (file) => join(data, file),
  scratch: (file) => join(scratch, file),
}

let wrong = 0
let count = 0
try {
  const isAsked = ({ name }: ModelFile) => name.toLowerCase().includes(values.only.toLowerCase())
  if (values.tolerances) await compareAll(classifiers.filter(isAsked), openModel, tools)
  else {
    await describeAll(classifiers.filter(isAsked), describeClassifier)
    await describeAll([...photoModels, ...wordModels, ...numberModels].filter(isAsked), describeTask)
    await describeAll(unexplained.filter(isAsked), describeUnexplained)
    console.log(
      wrong === 0
        ? `All ${count} are right: predictions are those of the runtimes, and peaks lie where a person would point.`
        : `${wrong} of ${count} are wrong or missing.`,
    )
  }
} finally {
  await rm(scratch, { recursive: true, force: true })
}
process.exitCode = wrong === 0 ? 0 : 1

async function describeAll<Described extends ModelFile>(
  models: readonly Described[],
  describe: (model: Described, file: string, tools: Tools) => Promise<Row>,
): Promise<void> {
  for (const model of models) {
    const file = await openModel(model)
    const row: Row =
      file === undefined
        ? { isRight: false, lines: [`missing: ${model.file}`] }
        : await describe(model, file, tools).catch(failed)
    count++
    if (!row.isRight) wrong++
    const [first, ...others] = row.lines
    console.log(`${model.name.padEnd(28)}  ${row.isRight ? "right" : "WRONG"}  ${first}`)
    for (const line of others) console.log(`    ${line}`)
  }
}

function failed(error: unknown): Row {
  return { isRight: false, lines: [error instanceof Error ? error.message : String(error)] }
}

async function openModel({ file, from }: ModelFile): Promise<string | undefined> {
  const path = join(from === "data" ? data : packages, file)
  if (!existsSync(path)) return undefined
  return path.endsWith(".onnx") || path.endsWith(".json")
    ? path
    : unpackScripts(path, join(scratch, file.replaceAll("/", "-")))
}
