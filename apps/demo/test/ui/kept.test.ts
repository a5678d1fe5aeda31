import { expect, test } from "vitest"
import { filesOf, fromIndex, indexOf, listed } from "../../src/ui/kept/contents.ts"
import { sortFiles } from "../../src/ui/logic/classify-files.ts"
import { readHeads } from "../../src/ui/logic/files.ts"
import { besides, originOf } from "../../src/ui/origin.ts"
import { fileOf } from "./page.ts"

/** An own model with all that can lie beside it, and two images of one name. */
async function own() {
  const files = [
    fileOf("net/onnx/model.onnx", "onnx"),
    fileOf("net/onnx/model.onnx_data", "weights"),
    fileOf("net/config.json", '{"id2label":{"0":"cat"}}'),
    fileOf("names.txt", "cat\ndog"),
    fileOf("prep.json", '{"do_resize":true}'),
  ]
  const sorted = sortFiles(await readHeads(files))
  return { origin: originOf(sorted, sorted.model!), images: [fileOf("a.png", "1"), fileOf("a.png", "22")] }
}

/** Files under keys, as the browser keeps them. */
async function stored() {
  const kept = await own()
  const files = Object.values(filesOf(kept)).flat()
  const keyOf = (file: File) => `key ${files.indexOf(file)}`
  const index = indexOf(kept, keyOf)
  const blobs = new Map(files.map((file) => [keyOf(file), file as Blob]))
  const read = async (key: string) => blobs.get(key) ?? Promise.reject(new Error("not found"))
  return { kept, index, blobs, read }
}

const nothing = () => undefined

test("a model with its labels and preprocessing, and its images, come back as they were", async () => {
  const { kept, index, read } = await stored()
  const back = await fromIndex(JSON.stringify(index), read, nothing)
  expect(back.origin!.name).toBe("model.onnx")
  expect(besides(back.origin!)).toEqual(besides(kept.origin))
  expect(await Promise.all(back.images.map((file) => file.text()))).toEqual(["1", "22"])
  const [, weights] = back.origin!.files as unknown as { name: string }[]
  expect(weights.name).toBe("net/onnx/model.onnx_data")
})

test.each([
  ["an index that is truncated", (text: string) => text.slice(0, 50)],
  ["an index of another version", (text: string) => text.replace('"version":1', '"version":2')],
  ["an index that is something else", () => '"hello"'],
  ["an index without a group", (text: string) => text.replace('"near"', '"far"')],
])("%s is nothing that was kept", async (_, damage) => {
  const { index, read } = await stored()
  await expect(fromIndex(damage(JSON.stringify(index)), read, nothing)).rejects.toThrow()
})

test("a file that is gone, or was not written to its end, makes nothing of all", async () => {
  const { index, blobs, read } = await stored()
  const [{ key }] = listed(index)
  blobs.set(key, new Blob(["o"]))
  await expect(fromIndex(JSON.stringify(index), read, nothing)).rejects.toThrow("not written to its end")
  blobs.delete(key)
  await expect(fromIndex(JSON.stringify(index), read, nothing)).rejects.toThrow("not found")
})
