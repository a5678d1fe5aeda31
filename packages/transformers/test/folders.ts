import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { env } from "@huggingface/transformers"
import { afterAll, beforeAll } from "vitest"

let root: string

/** Has transformers.js read models from a folder for the test, and from nowhere else. */
export function localModels(): void {
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "pami-transformers-"))
    env.localModelPath = root
    env.allowRemoteModels = false
    env.useFSCache = false
  })
  afterAll(() => rm(root, { recursive: true }))
}

/** A file: its bytes, its place, or an object that becomes JSON. */
type FileContent = Uint8Array | URL | object

/** Writes the folder of a model, in the layout of Hugging Face, and returns its name. */
export async function writeModel(
  name: string,
  files: Readonly<Record<string, FileContent>>,
): Promise<string> {
  await mkdir(join(root, name, "onnx"), { recursive: true })
  for (const [file, content] of Object.entries(files))
    await writeFile(join(root, name, file), await bytesOf(content))
  return name
}

/** Returns the path of a file of a model. */
export function pathIn(model: string, file: string): string {
  return join(root, model, file)
}

async function bytesOf(content: FileContent): Promise<Uint8Array | string> {
  if (content instanceof URL) return await readFile(content)
  return content instanceof Uint8Array ? content : JSON.stringify(content)
}

/** Returns the labels as a configuration has them. */
export function labelled(labels: readonly string[]): object {
  return {
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  }
}
