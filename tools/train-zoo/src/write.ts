import { mkdir, writeFile } from "node:fs/promises"
import type { Course, Networks } from "./course.ts"
import { toOnnx } from "./onnx/convert.ts"
import type { Tf } from "./tensorflow.ts"
import { roundKernels, toTfjs } from "./tfjs-files.ts"

const models = new URL("../../../packages/zoo/models/", import.meta.url)

/** Writes the networks of a course in both formats, and its other files. */
export async function writeModel(
  tf: Tf,
  { name, files, half = false }: Course,
  networks: Networks,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = new URL(`${name}/`, models)
  for (const [part, network] of Object.entries(networks)) {
    const place = new URL(part === "" ? "./" : `${part}/`, folder)
    await mkdir(place, { recursive: true })
    if (half) roundKernels(tf, network)
    const { json, weights } = await toTfjs(network, "weights.bin", half)
    const onnx = toOnnx(network, [name, part].filter(Boolean).join("-"), metadata, half)
    await writeFile(new URL("model.onnx", place), onnx)
    await writeFile(new URL("model.json", place), json)
    await writeFile(new URL("weights.bin", place), weights)
  }
  for (const [file, text] of Object.entries(files)) await writeFile(new URL(file, folder), text)
}
