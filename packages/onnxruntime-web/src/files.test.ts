import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { brightness, onnxModel, unsupportedOperator } from "@pami/test-models"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { onnxruntimeWeb } from "./index.ts"

const backend = onnxruntimeWeb()
let folder: string
let server: Server
let origin: string
const asked: string[] = []

const value = { dtype: "float32", shape: [null, 4] } as const
const inFile = (external: string) =>
  onnxModel({
    inputs: [{ name: "x", ...value }],
    outputs: [{ name: "y", ...value }],
    nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
    initializers: [{ name: "w", dtype: "float32", shape: [4], external }],
  })
const withWeights = inFile("weights.bin")
const weights = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)

const served: Record<string, Uint8Array | number> = {
  "/model.onnx": brightness(),
  "/large/model.onnx?v=1": withWeights,
  "/large/weights.bin?v=1": weights,
  "/alone/model.onnx": withWeights,
  "/secret.onnx": 403,
  "/page.onnx": new TextEncoder().encode("<!doctype html><title>Welcome</title>"),
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-"))
  server = createServer((request, response) => {
    asked.push(request.url ?? "")
    const content = served[request.url ?? ""] ?? 404
    response.statusCode = typeof content === "number" ? content : 200
    if (request.url === "/broken.onnx") {
      response.writeHead(200, { "content-length": 1000 })
      response.write("half")
      setTimeout(() => response.destroy(), 50)
    } else response.end(typeof content === "number" ? "" : content)
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

async function save(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await mkdir(join(path, ".."), { recursive: true })
  await writeFile(path, content)
  return path
}

test("a path, its address, a web address and the bytes are the same model", async () => {
  const bytes = brightness()
  const path = await save("größe 模型.onnx", bytes)
  const sources = [path, pathToFileURL(path).href, `${origin}/model.onnx`, bytes, { "a.onnx": bytes }]
  const models = await Promise.all(sources.map(backend.load))
  expect(new Set(models.map((model) => model.digest)).size).toBe(1)
})

describe("weights in another file", () => {
  const settings = { externalData: { "weights.bin": expect.stringMatching(/^sha256:[0-9a-f]{64}$/) } }
  const x = { dtype: "float32", shape: [1, 4], data: new Float32Array(4) } as const

  test("are found next to the model, on disk and on the web, or among the bytes given", async () => {
    const path = await save("large/model.onnx", withWeights)
    await save("large/weights.bin", weights)
    const given = { "model.onnx": withWeights, "weights.bin": weights }
    for (const source of [path, pathToFileURL(path).href, `${origin}/large/model.onnx?v=1`, given]) {
      const model = await backend.load(source)
      expect((await model.run({ x })).y.data).toEqual(Float32Array.of(1, 2, 3, 4))
      expect(model.settings).toMatchObject(settings)
    }
  })

  test("are named when they are missing", async () => {
    const path = await save("alone/model.onnx", withWeights)
    const missing = [
      [path, `${join(folder, "alone/weights.bin")}, which holds weights of ${path}, was not found`],
      [`${origin}/alone/model.onnx`, `${origin}/alone/weights.bin, which holds weights of`],
      [withWeights, '"weights.bin", which was not given (given: the model): give the bytes of all files'],
      [{ "model.onnx": withWeights, "others.bin": weights }, '"weights.bin", which was not given'],
    ] as const
    for (const [source, message] of missing) {
      await expect(backend.load(source)).rejects.toMatchObject({
        code: "FILE_NOT_FOUND",
        message: expect.stringContaining(message),
      })
    }
  })

  test("stay in the model's folder, on disk and on the web", async () => {
    await save("outside.bin", weights)
    await save("inside/%2e%2e/w.bin", weights)
    const load = async (external: string) => {
      const bytes = inFile(external)
      served["/inside/model.onnx"] = bytes
      const path = await save("inside/model.onnx", bytes)
      const sources = [path, pathToFileURL(path).href, `${origin}/inside/model.onnx`]
      return Promise.all(sources.map((source) => backend.load(source).then(String, (error) => error.code)))
    }
    const outside = Array.from({ length: 3 }, () => "WEIGHTS_OUTSIDE")
    for (const name of [
      "../outside.bin",
      `${folder}/outside.bin`,
      `${origin}/weights.bin`,
      "..\\outside.bin",
    ])
      expect(await load(name)).toEqual(outside)
    await symlink("../outside.bin", join(folder, "inside/link.bin"))
    expect((await load("link.bin")).slice(0, 2)).toEqual(outside.slice(1))
    // In a name, %2e is not a dot.
    served["/inside/%252e%252e/w.bin"] = weights
    expect(await load("%2e%2e/w.bin")).toEqual(outside.map(() => "[object Object]"))
  })

  test("are read once, whatever names the model has for them", async () => {
    const names = ["weights.bin", "./weights.bin", "././weights.bin", "a/../weights.bin"]
    const model = onnxModel({
      inputs: [{ name: "x", ...value }],
      outputs: [{ name: "y", ...value }],
      nodes: names.map((name, index) => ({
        op: "Add",
        inputs: [index === 0 ? "x" : `y${index - 1}`, name],
        outputs: [index === names.length - 1 ? "y" : `y${index}`],
      })),
      initializers: names.map((external) => ({ name: external, dtype: "float32", shape: [4], external })),
    })
    served["/often/model.onnx"] = model
    served["/often/weights.bin"] = weights
    asked.length = 0
    const loaded = await backend.load(`${origin}/often/model.onnx`)
    expect(asked).toEqual(["/often/model.onnx", "/often/weights.bin"])
    expect(Object.keys(loaded.settings["externalData"] as object)).toEqual(names)
    await loaded.dispose()
  })

  test("are named when they are too short", async () => {
    const source = { "model.onnx": withWeights, "weights.bin": weights.subarray(0, 8) }
    await expect(backend.load(source)).rejects.toMatchObject({
      code: "MODEL_TRUNCATED",
      message: expect.stringContaining("weights.bin"),
    })
  })
})

describe("errors of files and models are in plain words", () => {
  test.each([
    ["a missing file", () => join(folder, "no.onnx"), "FILE_NOT_FOUND", "was not found"],
    ["a folder", () => folder, "FILE_UNREADABLE", "it is a folder"],
    ["no file", () => ({}), "FILE_NOT_FOUND", "no file was given"],
    ["nothing at an address", () => `${origin}/no.onnx`, "FILE_NOT_FOUND", "the server answered 404"],
    ["a locked address", () => `${origin}/secret.onnx`, "FILE_UNREADABLE", "the server answered 403"],
    ["no server", () => "http://127.0.0.1:1/a.onnx", "FILE_UNREADABLE", "the server did not answer"],
    ["an address on another host", () => "file://host/a.onnx", "FILE_UNREADABLE", "cannot be read"],
    ["an invalid address", () => "https://a b/a.onnx", "FILE_UNREADABLE", "cannot be read"],
    ["a broken connection", () => `${origin}/broken.onnx`, "FILE_UNREADABLE", "the connection ended"],
    ["a web page", () => `${origin}/page.onnx`, "MODEL_UNRECOGNIZED", "looks like a web page"],
    ["half a model", () => brightness().subarray(0, 100), "MODEL_TRUNCATED", "are missing at its end"],
    ["a damaged model", () => brightness().fill(255, 60, 90), "MODEL_TRUNCATED", "is damaged"],
    ["an unknown operator", unsupportedOperator, "MODEL_UNSUPPORTED", 'operator "com.example:Frobnicate"'],
    [
      "a contradiction",
      () =>
        onnxModel({
          inputs: [{ name: "x", ...value }],
          outputs: [{ name: "y", ...value }],
          nodes: [{ op: "Identity", inputs: ["z"], outputs: ["y"] }],
        }),
      "MODEL_FAILED",
      "does not load the model: Invalid model. Node input 'z'",
    ],
  ])("%s", async (_, source, code, message) => {
    const error = await backend.load(source()).catch((error) => error)
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
  })
})
