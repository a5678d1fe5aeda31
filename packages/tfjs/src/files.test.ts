import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { models } from "@pami/zoo"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { tfjs } from "./index.ts"
import { einsum } from "../test/graphs.ts"

const backend = tfjs({ device: "cpu" })
const scenesPath = fileURLToPath(models.scenes.tfjs["model.json"])
let folder: string
let server: Server
let origin: string
let scenes: Record<string, Uint8Array>
const served = new Map<string, Uint8Array>()
const asked: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-"))
  scenes = {
    "model.json": await readFile(scenesPath),
    "weights.bin": await readFile(join(dirname(scenesPath), "weights.bin")),
  }
  // Like a development server, it answers with its start page if a file is missing.
  server = createServer(({ url }, response) => {
    const { pathname, searchParams } = new URL(url!, "http://localhost")
    asked.push(pathname)
    const bytes = served.get(pathname) ?? scenes[pathname.replace("/scenes/", "")]
    if (searchParams.has("locked") && searchParams.get("key") !== "5") return response.writeHead(403).end()
    if (pathname.startsWith("/nowhere/")) return response.writeHead(404).end()
    if (pathname === "/lost/model.json") return response.end(scenes["model.json"])
    return response.end(bytes ?? "<!doctype html><title>Welcome</title>")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  return path
}

test("a path, its address, a web address and bytes by name are the same model", async () => {
  const inFolder = { "a/model.json": scenes["model.json"], "a/weights.bin": scenes["weights.bin"] }
  const locked = `${origin}/scenes/model.json?locked&key=5`
  const sources = [
    scenesPath,
    models.scenes.tfjs,
    models.scenes.tfjs["model.json"],
    models.scenes.tfjs["model.json"].href,
    `${origin}/scenes/model.json`,
    locked,
    scenes,
    {
      "model.json": new Blob([scenes["model.json"].slice()]),
      "weights.bin": scenes["weights.bin"].slice().buffer,
    },
    inFolder,
  ]
  const loaded = await Promise.all(sources.map(backend.load))
  // The output of `cat model.json weights.bin | sha256sum`.
  expect(new Set(loaded.map(({ digest }) => digest))).toEqual(
    new Set(["sha256:8866f6ed9e6921adacf4fa752f8502fd120f38493bc54791eddaa8108f033234"]),
  )
  const [{ inputs, outputs }] = loaded
  expect(inputs).toEqual([{ name: "image", dtype: "float32", shape: [null, 96, 96, 3] }])
  expect(outputs).toEqual([{ name: "logits", dtype: "float32", shape: [null, 13] }])
  await Promise.all(loaded.map((model) => model.dispose()))
})

describe("files that are missing or unreadable", () => {
  test("a path", async () => {
    const path = join(folder, "missing", "model.json")
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: `${path} was not found`,
    })
  })

  test("weights next to a path", async () => {
    const path = await save("alone/model.json", scenes["model.json"])
    await expect(backend.load(pathToFileURL(path).href)).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: `${join(folder, "alone", "weights.bin")}, which holds weights of ${path}, was not found`,
    })
  })

  test.each([
    ["by name", () => ({ "model.json": scenes["model.json"] })],
    ["as bytes alone", () => scenes["model.json"]],
  ])("weights of a model.json that is given %s", async (_, source) => {
    await expect(backend.load(source())).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: expect.stringMatching(/^.* keeps weights in "weights\.bin", which was not given/),
    })
  })

  test("nothing at all", async () => {
    await expect(backend.load({})).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  })

  test("a web address", async () => {
    await expect(backend.load(`${origin}/nowhere/model.json`)).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: `${origin}/nowhere/model.json was not found: the server answered 404 Not Found`,
    })
    await expect(backend.load(`${origin}/scenes/model.json?locked`)).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("the server answered 403 Forbidden"),
    })
  })

  test.each(["file://host/model.json", "https://a b/model.json"])("%s", async (address) => {
    await expect(backend.load(address)).rejects.toMatchObject({ code: "FILE_UNREADABLE" })
  })

  test("a server that does not answer", async () => {
    await expect(backend.load("http://127.0.0.1:1/model.json")).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("the server did not answer"),
    })
  })

  test("weights for which a server sends its start page", async () => {
    await expect(backend.load(`${origin}/lost/model.json`)).rejects.toMatchObject({
      code: "MODEL_TRUNCATED",
      message: expect.stringMatching(
        /\(weights\.bin\) have 37 bytes where .* needs [\d,]+: one looks like a web page/,
      ),
    })
  })

  test("a folder that is not a SavedModel", async () => {
    await mkdir(join(folder, "empty"))
    await expect(backend.load(join(folder, "empty"))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("is a folder without saved_model.pb"),
    })
  })

  // Root may read everything, and Windows does not have this mode.
  test.skipIf(process.getuid === undefined || process.getuid() === 0)("without permission", async () => {
    const path = await save("secret/model.json", scenes["model.json"])
    await chmod(path, 0)
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("may not read"),
    })
  })
})

test("weights files are read until they have more bytes than the model needs", async () => {
  const json = JSON.parse(new TextDecoder().decode(scenes["model.json"]))
  const encoded = (paths: readonly string[], shape = json.weightsManifest[0].weights[0].shape) => {
    const [first, ...others] = json.weightsManifest[0].weights
    const weightsManifest = [{ paths, weights: [{ ...first, shape }, ...others] }]
    return new TextEncoder().encode(JSON.stringify({ ...json, weightsManifest }))
  }
  const often = Array.from({ length: 10_000 }, () => "weights.bin")
  served.set("/often/model.json", encoded(often))
  served.set("/often/weights.bin", scenes["weights.bin"])
  asked.length = 0
  await expect(backend.load(`${origin}/often/model.json`)).rejects.toMatchObject({
    code: "MODEL_TRUNCATED",
    message: expect.stringContaining("have more than"),
  })
  expect(asked).toHaveLength(3)
  const refused = [
    [encoded([...often, "weights.bin"]), "10,001 weights files, of at most 10,000"],
    [encoded(["weights.bin"], [1e5, 1e5]), "bytes of weights, of at most 4,294,967,296"],
    [new TextEncoder().encode("{".padEnd(2 ** 24 + 1)), "more than 16,777,216 bytes"],
  ] as const
  for (const [bytes, message] of refused)
    await expect(backend.load({ ...scenes, "model.json": bytes })).rejects.toMatchObject({
      code: "MODEL_INVALID",
      message: expect.stringContaining(message),
    })
})

describe("a file that is something else", () => {
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
  test.each([
    ["text", "Bonjour, this is not a model.\n", "looks like a text file"],
    ["a web page", "\n<!DOCTYPE html><title>Not found</title>", "a web page"],
    ["another JSON file", '{ "architectures": [] }', "it has no modelTopology (it has: architectures)"],
    ["a JSON list", "[]", "it has no modelTopology (it has: nothing)"],
    ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\n", 'run "git lfs pull"'],
    ["ONNX", latin("\x08\x08\x12\x04pami"), "an ONNX model: load it with @pami/onnxruntime-node"],
    ["HDF5", latin("\x89HDF\r\n\x1a\n\0\0"), "saved by Keras (.h5): convert it to TensorFlow.js first"],
    ["Keras 3", latin("PK\x03\x04\x14\0\0\0"), "Keras 3 (.keras): convert it"],
    ["TensorFlow Lite", latin("\x1c\0\0\0TFL3\0\0"), "a TensorFlow Lite model"],
    ["SavedModel", latin("\x08\x01\x12\x03\x0a\x01a"), "the saved_model.pb of TensorFlow: give its folder"],
    ["frozen graph", latin("\x0a\x05\x0a\x03abc\x12\x01"), "such as a frozen graph of TensorFlow (.pb)"],
    ["PNG", latin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "a PNG image"],
    ["nothing", "", "is empty"],
  ])("%s", async (_, content, message) => {
    const source = typeof content === "string" ? new TextEncoder().encode(content) : content
    await expect(backend.load(source)).rejects.toMatchObject({
      code: "MODEL_UNRECOGNIZED",
      message: expect.stringContaining(message),
    })
  })
})

describe("a model that is truncated or damaged", () => {
  test("truncated JSON", async () => {
    await expect(backend.load(scenes["model.json"].subarray(0, 500))).rejects.toMatchObject({
      code: "MODEL_TRUNCATED",
      message: expect.stringContaining("its JSON does not parse"),
    })
  })

  test("truncated weights", async () => {
    const { "weights.bin": weights } = scenes
    const cut = { ...scenes, "weights.bin": weights.subarray(0, 1000) }
    await expect(backend.load(cut)).rejects.toMatchObject({
      code: "MODEL_TRUNCATED",
      message: `the weights of model.json (weights.bin) have 1,000 bytes where the model needs ${weights.length.toLocaleString("en")}: download or copy them again`,
    })
  })

  test("no values for a layer", async () => {
    const { weightsManifest, ...json } = JSON.parse(new TextDecoder().decode(scenes["model.json"]))
    expect(weightsManifest).toHaveLength(1)
    await expect(backend.load(new TextEncoder().encode(JSON.stringify(json)))).rejects.toMatchObject({
      code: "MODEL_TRUNCATED",
      message: expect.stringContaining("do not fit together"),
    })
  })
})

describe("a model that the runtime does not know", () => {
  const changed = (change: (json: any) => void): Record<string, Uint8Array> => {
    const json = JSON.parse(new TextDecoder().decode(scenes["model.json"]))
    change(json)
    return { ...scenes, "model.json": new TextEncoder().encode(JSON.stringify(json)) }
  }

  test("a custom layer", async () => {
    const files = changed(({ modelTopology }) => (modelTopology.config.layers[1].class_name = "Dream"))
    await expect(backend.load(files)).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: expect.stringMatching(
        /^model\.json needs "Dream", which the layers of TensorFlow\.js 4\.22\.0 lack/,
      ),
    })
  })

  test("saved by Keras 3", async () => {
    const files = changed(({ modelTopology }) => {
      modelTopology.keras_version = "3.5.0"
      const [first] = modelTopology.config.layers
      first.class_name = "InputLayer"
      first.config = { batch_shape: [null, 96, 96, 3], dtype: "float32", name: "input" }
    })
    await expect(backend.load(files)).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: expect.stringContaining("was saved by Keras 3.5.0"),
    })
  })

  test("a SavedModel, without native TensorFlow", async () => {
    const path = await save("saved/saved_model.pb", "")
    await expect(backend.load(dirname(path))).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: expect.stringContaining('which only device "node" reads, not "cpu"'),
    })
  })

  test("a graph is recognized without its format", async () => {
    const json = JSON.parse(new TextDecoder().decode(einsum["model.json"]))
    delete json.format
    const model = await backend.load({
      ...einsum,
      "model.json": new TextEncoder().encode(JSON.stringify(json)),
    })
    expect(model.outputs).toEqual([{ name: "y", dtype: "float32", shape: [null, 2] }])
    await model.dispose()
  })
})

describe("weights that a model names outside its folder", () => {
  const naming = (path: string): Uint8Array => {
    const json = JSON.parse(new TextDecoder().decode(scenes["model.json"]))
    json.weightsManifest[0].paths = [path]
    return new TextEncoder().encode(JSON.stringify(json))
  }
  const outside = (path: string) => ({
    code: "WEIGHTS_OUTSIDE",
    message: expect.stringContaining(`has weights in ${JSON.stringify(path)}, outside its folder`),
  })

  test.each([
    "../taken.bin",
    "deep/../../taken.bin",
    "/etc/hostname",
    "..\\taken.bin",
    "http://host/taken.bin",
  ])("%s", async (path) => {
    await save("taken.bin", scenes["weights.bin"])
    const model = await save("outside/model.json", naming(path))
    await expect(backend.load(model)).rejects.toMatchObject(outside(path))
    await expect(backend.load(pathToFileURL(model))).rejects.toMatchObject(outside(path))
  })

  test("an absolute path to what is inside", async () => {
    const path = await save("absolute/weights.bin", scenes["weights.bin"])
    const model = await save("absolute/model.json", naming(path))
    await expect(backend.load(model)).rejects.toMatchObject(outside(path))
  })

  test("a link, at the file or at its folder", async () => {
    await save("elsewhere/weights.bin", scenes["weights.bin"])
    const model = await save("links/model.json", naming("weights.bin"))
    await symlink(join(folder, "elsewhere", "weights.bin"), join(folder, "links", "weights.bin"))
    await expect(backend.load(model)).rejects.toMatchObject(outside("weights.bin"))
    const other = await save("links/other.json", naming("in/weights.bin"))
    await symlink(join(folder, "elsewhere"), join(folder, "links", "in"))
    await expect(backend.load(other)).rejects.toMatchObject(outside("in/weights.bin"))
  })

  test("links into a cache that holds both, or to the folder of both, are inside", async () => {
    await save("cache/blobs/a1", naming("weights.bin"))
    await save("cache/blobs/b2", scenes["weights.bin"])
    await mkdir(join(folder, "cache", "snapshot"))
    await symlink("../blobs/a1", join(folder, "cache", "snapshot", "model.json"))
    await symlink("../blobs/b2", join(folder, "cache", "snapshot", "weights.bin"))
    await save("both/model.json", naming("weights.bin"))
    await save("both/weights.bin", scenes["weights.bin"])
    await symlink("both", join(folder, "linked"))
    for (const path of ["cache/snapshot/model.json", "linked/model.json"])
      await (await backend.load(join(folder, path))).dispose()
  })

  test.each(["../scenes/weights.bin", "//127.0.0.1/w.bin"])("from a web address: %s", async (path) => {
    served.set("/named/model.json", naming(path))
    asked.length = 0
    await expect(backend.load(new URL(`${origin}/named/model.json`))).rejects.toMatchObject(outside(path))
    expect(asked.filter((path) => path.endsWith(".bin"))).toEqual([])
  })
})
