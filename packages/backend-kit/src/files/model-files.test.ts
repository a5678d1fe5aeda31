import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openFiles } from "./model-files.ts"

const model = Uint8Array.of(1, 2)
const weights = Uint8Array.of(3)
let folder: string
let server: Server
let origin: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-"))
  await mkdir(join(folder, "model/deep"), { recursive: true })
  await writeFile(join(folder, "model/a.onnx"), model)
  await writeFile(join(folder, "model/deep/w %3f.bin"), weights)
  await writeFile(join(folder, "outside.bin"), weights)
  await symlink("../outside.bin", join(folder, "model/link.bin"))
  const served: Record<string, Uint8Array | number> = {
    "/model/a.onnx?key=5": model,
    "/model/deep/w%20%253f.bin?key=5": weights,
    "/locked.onnx": 403,
  }
  server = createServer(({ url = "" }, response) => {
    const content = served[url] ?? 404
    if (typeof content === "number") response.writeHead(content).end()
    else response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** The same model from disk, from the web, and as bytes. */
const sources = () => [
  join(folder, "model/a.onnx"),
  pathToFileURL(join(folder, "model/a.onnx")).href,
  `${origin}/model/a.onnx?key=5`,
  { "model/a.onnx": model, "model/deep/w %3f.bin": weights },
  { "a.onnx": model, "w %3f.bin": weights },
]

test("a model and its weights are read from disk, from the web with its query, and from bytes", async () => {
  for (const source of sources()) {
    const files = await openFiles(source)
    expect(await files.read()).toEqual(model)
    expect(await files.readWeights("deep/w %3f.bin")).toEqual(weights)
  }
})

test("missing weights are named together with their model", async () => {
  for (const source of sources()) {
    const { name, readWeights } = await openFiles(source)
    const error = await readWeights("other.bin").catch((error) => error)
    expect(error).toMatchObject({ code: "FILE_NOT_FOUND", message: expect.stringContaining(name) })
    expect(error.message).toContain("other.bin")
  }
})

test.each(["../outside.bin", "link.bin", "/outside.bin", "..\\outside.bin"])(
  "weights in %s are outside the model's folder",
  async (name) => {
    const onDisk = await openFiles(join(folder, "model/a.onnx"))
    await expect(onDisk.readWeights(name)).rejects.toMatchObject({ code: "WEIGHTS_OUTSIDE" })
    if (name === "link.bin") return
    const onWeb = await openFiles(`${origin}/model/a.onnx`)
    await expect(onWeb.readWeights(name)).rejects.toMatchObject({ code: "WEIGHTS_OUTSIDE" })
  },
)

test.each([
  ["a missing file", () => join(folder, "no.onnx"), "FILE_NOT_FOUND", "was not found"],
  ["a folder", () => folder, "FILE_UNREADABLE", "it is a folder"],
  ["an address without a file", () => `${origin}/no.onnx`, "FILE_NOT_FOUND", "answered 404"],
  ["a locked address", () => `${origin}/locked.onnx`, "FILE_UNREADABLE", "answered 403"],
  ["no server", () => "http://127.0.0.1:1/a.onnx", "FILE_UNREADABLE", "the server did not answer"],
])("%s is an error that names the file", async (_, source, code, message) => {
  const { read } = await openFiles(source())
  const error = await read().catch((error) => error)
  expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
  expect(error.message).toContain(source())
})

test("a source without files is an error", async () => {
  await expect(openFiles({})).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
})
