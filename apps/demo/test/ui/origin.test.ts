import { expect, test } from "vitest"
import { checkImageSize, readHeads } from "../../src/ui/logic/files.ts"
import { nothingToOpen, otherModels } from "../../src/ui/unused-files.ts"
import { sortFiles } from "../../src/ui/logic/classify-files.ts"
import { besides, originOf, toRequest, withTexts, type Origin } from "../../src/ui/origin.ts"
import { fileOf } from "./page.ts"

/** Sorts files as the page does. */
const dropped = async (files: Record<string, string>) =>
  sortFiles(await readHeads(Object.entries(files).map(([name, text]) => fileOf(name, text))))

async function opened(files: Record<string, string>): Promise<Origin> {
  const sorted = await dropped(files)
  return originOf(sorted, sorted.model!)
}

/** Names and texts of the files that a backend gets. */
async function sourceOf(origin: Origin): Promise<Record<string, string>> {
  const { source } = await toRequest(origin, "auto")
  if (source === "zoo" || source instanceof Uint8Array) return {}
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  return Object.fromEntries(Object.entries(source).map(([name, bytes]) => [name, text(bytes)]))
}

const tfjs = (...paths: string[]) => JSON.stringify({ modelTopology: {}, weightsManifest: [{ paths }] })

test("a model gets the weights in its folder, by the names that it uses", async () => {
  const origin = await opened({
    "drop/A/model.json": tfjs("group1-shard1of1.bin", "more/w.bin"),
    "drop/A/group1-shard1of1.bin": "of A",
    "drop/A/more/w.bin": "more of A",
    "drop/A/more/other.bin": "of nobody",
    "drop/B/model.json": tfjs("group1-shard1of1.bin"),
    "drop/B/group1-shard1of1.bin": "of B",
    "drop/group1-shard1of1.bin": "above",
  })
  const { "model.json": own, ...weights } = await sourceOf(origin)
  expect(own).toContain("more/w.bin")
  expect(weights).toEqual({ "group1-shard1of1.bin": "of A", "more/w.bin": "more of A" })
})

test("an ONNX model gets its folder's weights, and none of PyTorch's", async () => {
  const origin = await opened({
    "m/onnx/model.onnx": "onnx",
    "m/onnx/model.onnx_data": "weights",
    "m/onnx/parts/0.bin": "part",
    "m/onnx/pytorch_model.bin": "torch",
    "m/onnx/pytorch_model-00001-of-00002.bin": "torch",
    "m/pytorch_model.bin": "torch",
    "n/model.onnx_data": "of another",
  })
  expect(Object.keys(await sourceOf(origin))).toEqual(["model.onnx", "model.onnx_data", "parts/0.bin"])
})

test("what is dropped later takes the place of what was named before, whatever it is called", async () => {
  const before = await opened({
    "m.onnx": "onnx",
    "labels.txt": "cat\ndog",
    "prep.json": '{"do_resize":true}',
  })
  expect(besides(before)).toMatchObject({
    labels: { name: "labels.txt" },
    preprocessor: { name: "prep.json" },
  })
  const after = async (files: Record<string, string>) => {
    const { labels, preprocessor } = besides({ ...before, ...withTexts(await dropped(files), before) })
    return [labels?.name, preprocessor?.name]
  }
  expect(await after({ "config.json": '{"id2label":{"0":"fox"}}' })).toEqual(["config.json", "prep.json"])
  expect(await after({ "preprocessor_config.json": '{"do_resize":false}' })).toEqual([
    "labels.txt",
    "preprocessor_config.json",
  ])
  // Of timm: both in one file.
  const timm = '{"pretrained_cfg":{"input_size":[3,9,9]},"id2label":{"0":"fox"}}'
  expect(await after({ "config.json": timm })).toEqual(["config.json", "config.json"])
  // It names the task, and no classes.
  expect(await after({ "config.json": '{"problem_type":"regression"}' })).toEqual(["labels.txt", "prep.json"])
})

test("a file that has changed on disk since it was dropped is said to have", async () => {
  const origin = await opened({ "m.onnx": "onnx" })
  const [file] = origin.files as Exclude<Origin["files"], "zoo">
  Object.assign(file.file, {
    arrayBuffer: () =>
      Promise.reject(new DOMException("The requested file could not be read", "NotReadableError")),
  })
  await expect(toRequest(origin, "auto")).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringContaining("m.onnx can no longer be read"),
  })
})

test("texts are read up to a limit, which is named where one is beyond it", async () => {
  const sized = (name: string, size: number) => Object.defineProperty(fileOf(name), "size", { value: size })
  const files = [sized("a.txt", 19e6), sized("b.txt", 18e6), sized("c.txt", 17e6), sized("d.txt", 16e6)]
  const read = await readHeads([...files, sized("e.txt", 21e6)])
  expect(read.filter(({ text }) => text !== null).map(({ name }) => name)).toEqual([
    "b.txt",
    "c.txt",
    "d.txt",
  ])
  expect(nothingToOpen(sortFiles([read.at(-1)!])).text).toMatch(/^It has 21\.0 MB\. .*20\.0 MB/)
  expect(() => checkImageSize({ name: "a.tiff", size: 501e6 })).toThrow(
    expect.objectContaining({ code: "PICTURE_TOO_LARGE", message: expect.stringMatching(/501 MB.*500 MB/) }),
  )
})

test("unused models are listed", () => {
  expect(otherModels(["b.onnx"])).toBe("Another model was not opened: b.onnx. Drop it alone to open it.")
  expect(otherModels(["b.onnx", "c.onnx"])).toMatch(/^2 other models were not opened: b\.onnx, c\.onnx\./)
})
