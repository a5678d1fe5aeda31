import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { explainer } from "@pami/explainer"
import { models, scene } from "@pami/zoo"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { encodePng } from "@pami/image/node"
import { fileInputs, mergeRuns, openRun, planRun } from "../src/index.ts"
import type { ResultLine } from "../src/index.ts"

// The examples in doc comments take these for granted: a folder of photos, tables, shards of a run, and an explainer.
export const folder = mkdtempSync(join(tmpdir(), "pami-runs-examples-"))
process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, "photos"))
for (const [seed, name] of ["cat", "dog"].entries()) {
  const { width, height, pixels } = scene(seed)
  const png = await encodePng({ width, height, channels: 3, data: pixels })
  writeFileSync(join(folder, "photos", `${name}.png`), png)
}
writeFileSync(join(folder, "reviews.csv"), "review,label\nA fine film.,1\n")
writeFileSync(join(folder, "loans.csv"), "age,income\n30,2000\n40,3000\n")

for (const index of [0, 1]) {
  const run = await openRun(join(folder, `shard-${index}`), { question: { of: "pets" } })
  await run.add([{ input: `${index}.jpg`, method: "pami", value: index }])
  await run.close()
}
await mergeRuns([join(folder, "shard-0")], join(folder, "run"))

const { onnx, labels, preprocessing } = models.scenes
export const explain = await explainer(onnx.href, { backend: onnxruntimeNode(), labels, preprocessing })
export const methods = { pami: { passes: 5 } }
export const inputs = await fileInputs([join(folder, "photos")])
export const chunk = ["photos/cat.png"]
export const plan = await planRun({ explain, methods, inputs, ids: [...inputs.ids()] })
export const send = async (line: ResultLine): Promise<void> => {
  if (line.explanation === undefined) throw new Error("no explanation")
}
export const fetchBytes = async (_address: string): Promise<Uint8Array> => new Uint8Array()
