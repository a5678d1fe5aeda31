import { readFile } from "node:fs/promises"
import { runInNewContext } from "node:vm"
import type { ModelSource } from "@pami/core"
import { expect, test } from "vitest"
import { bodyAtMost, fileAtMost } from "./read-at-most.ts"
import { pathOf } from "./read-file.ts"
import { readSource } from "./read-source.ts"

const bytes = Uint8Array.of(1, 2, 3)

test.each<[string, ModelSource]>([
  ["a Uint8Array", bytes],
  ["a view of a larger buffer", Uint8Array.of(0, 1, 2, 3, 4).subarray(1, 4)],
  ["an ArrayBuffer", bytes.buffer],
  ["a Blob", new Blob([bytes])],
  ["a Uint8Array of another realm", runInNewContext("Uint8Array.of(1, 2, 3)") as Uint8Array],
  ["an ArrayBuffer of another realm", runInNewContext("Uint8Array.of(1, 2, 3).buffer") as ArrayBuffer],
])("%s is a model without a name", async (_, source) => {
  const files = await readSource(source)
  expect(files).toEqual({ "the model": bytes })
  expect(Object.values(files)[0]).toBeInstanceOf(Uint8Array)
})

test("a File has a name; files by name may be bytes of any kind or URLs", async () => {
  expect(await readSource(new File([bytes], "a.onnx"))).toEqual({ "a.onnx": bytes })
  const files = { "b.onnx": new Blob([bytes]), "b.bin": bytes.buffer, c: bytes }
  expect(Object.entries(await readSource(files))).toEqual([
    ["b.onnx", bytes],
    ["b.bin", bytes],
    ["c", bytes],
  ])
  expect(await readSource({ href: bytes })).toEqual({ href: bytes })
  const here = new URL(import.meta.url)
  const own = await readSource({ a: new URL("data:,%01%02%03"), b: here })
  expect(own).toEqual({ a: bytes, b: new Uint8Array(await readFile(here)) })
  const gone = readSource({ a: new URL("nowhere.onnx", here) })
  await expect(gone).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
    message: expect.stringContaining("nowhere.onnx"),
  })
})

test("paths stay as they are, URLs become their addresses", async () => {
  expect(await readSource("a b/c.onnx")).toBe("a b/c.onnx")
  expect(await readSource(new URL("https://example.org/a b.onnx"))).toBe("https://example.org/a%20b.onnx")
})

test("a file that changed after it was picked, and an address without a path, are errors with a code", async () => {
  const changed = Object.assign(new Blob([bytes]), {
    name: "a.onnx",
    arrayBuffer: async () => {
      throw new DOMException("The requested file could not be read", "NotReadableError")
    },
  })
  for (const source of [changed, { "a.onnx": changed }])
    await expect(readSource(source)).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringMatching(/^a\.onnx cannot be read: The requested file/),
    })
  for (const address of ["file://host/m.onnx", "file:///a%2Fb", "file:///%ff"])
    expect(() => pathOf(address)).toThrow(expect.objectContaining({ code: "FILE_UNREADABLE" }))
})

test("only the beginning of a long file or answer is read", async () => {
  const here = new URL(import.meta.url)
  const whole = new Uint8Array(await readFile(here))
  for (const most of [0, 10, whole.length, whole.length + 1]) {
    expect(await fileAtMost(pathOf(here.href), most)).toEqual(whole.subarray(0, most))
    expect(await bodyAtMost(new Response(whole), most)).toEqual(whole.subarray(0, most))
  }
  let sent = 0
  const endless = new ReadableStream({ pull: (control) => control.enqueue(new Uint8Array(100).fill(++sent)) })
  expect((await bodyAtMost(new Response(endless), 250)).at(-1)).toBe(3)
  expect(sent).toBeLessThan(6)
  expect(await bodyAtMost(new Response(null), 5)).toEqual(new Uint8Array())
})

test.each([undefined, null, 5, { "a.onnx": "text" }])("%s is refused", async (source) => {
  await expect(readSource(source as unknown as ModelSource)).rejects.toThrow(TypeError)
})
