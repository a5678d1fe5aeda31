import { execFile } from "node:child_process"
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { getuid } from "node:process"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { brightness, dictionaries, onnxModel, unsupportedOperator } from "@pami/test-models"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { digestOf } from "./file.ts"
import { onnxruntimeNode } from "./index.ts"
import { close, plain } from "../test/pictures.ts"

const backend = onnxruntimeNode()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-"))
})

afterAll(() => rm(folder, { recursive: true }))

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

const value = { dtype: "float32", shape: [null, 4] } as const
const identity = {
  inputs: [{ name: "x", ...value }],
  outputs: [{ name: "y", ...value }],
  nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
}

test("a file, its address and its bytes are the same model", async () => {
  const bytes = brightness()
  const path = await save("größe 模型.onnx", bytes)
  const models = await Promise.all([path, pathToFileURL(path).href, bytes].map(backend.load))
  expect(new Set(models.map((model) => model.digest)).size).toBe(1)
  const { probabilities } = await models[0].run({ image: plain([0, 1, 0]) })
  expect(probabilities.data[1]).toBeGreaterThan(0.9)
})

describe("a file that is missing or unreadable", () => {
  test("missing", async () => {
    const path = join(folder, "missing.onnx")
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: `${path} was not found`,
    })
  })

  test("a web address", async () => {
    await expect(backend.load("https://example.com/a.onnx")).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: expect.stringContaining("web address"),
    })
  })

  test("an address on another host", async () => {
    await expect(backend.load("file://host/a.onnx")).rejects.toMatchObject({ code: "FILE_UNREADABLE" })
  })

  test("gone before its digest is taken", async () => {
    await expect(digestOf(join(folder, "gone.onnx"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  })

  test("a folder", async () => {
    await mkdir(join(folder, "folder.onnx"))
    await expect(backend.load(join(folder, "folder.onnx"))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("is a folder"),
    })
  })

  // Root may read everything, and Windows does not have this mode.
  test.skipIf(getuid === undefined || getuid() === 0)("without permission", async () => {
    const path = await save("secret.onnx", brightness())
    await chmod(path, 0)
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("may not read"),
    })
  })
})

describe("a file that is something else", () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00ff\nsize 4953793\n"
  test.each([
    ["text", "Bonjour, this is not a model.\n", "a text file"],
    ["web page", "\n<!DOCTYPE html><title>Not found</title>", "a web page"],
    ["Git LFS pointer", pointer, "a Git LFS pointer to a file of 4,953,793 bytes"],
    ["JSON", '{ "format": "graph-model" }', "a JSON file"],
    ["PNG", latin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "a PNG image"],
    ["zip", latin("PK\x03\x04\x14\0\0\0archive/data.pkl"), "saved by PyTorch"],
    ["HDF5", latin("\x89HDF\r\n\x1a\n\0\0"), "saved by Keras"],
    ["TensorFlow Lite", latin("\x1c\0\0\0TFL3\0\0"), "a TensorFlow Lite model"],
    ["frozen TensorFlow graph", latin("\x0a\x05\x0a\x03abc"), "some other binary format"],
    ["TensorFlow SavedModel", latin("\x08\x01\x12\x03abc"), "without an ONNX graph"],
    ["nothing", "", "is empty"],
  ])("%s", async (name, content, message) => {
    const path = await save(`${name}.onnx`, content)
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "MODEL_UNRECOGNIZED",
      message: expect.stringContaining(message),
    })
  })
})

describe("a model that is truncated or damaged", () => {
  test("truncated: the error says how many bytes are missing", async () => {
    const bytes = brightness()
    // The graph comes before the last few fields, which are missing as well.
    const path = await save("cut.onnx", bytes.subarray(0, 100))
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "MODEL_TRUNCATED",
      message: expect.stringMatching(
        /cut\.onnx is truncated: it has 100 bytes, and at least \d+ are missing/,
      ),
    })
  })

  test("truncated at any byte, it is never accepted as a model", async () => {
    const bytes = brightness()
    for (let length = 0; length < bytes.length; length += 7) {
      const code = await backend.load(bytes.subarray(0, length)).catch((error) => error.code)
      expect(["MODEL_TRUNCATED", "MODEL_UNRECOGNIZED", "MODEL_FAILED"], `${length} bytes`).toContain(code)
    }
  })

  test("padded with zeros, as an interrupted download is", async () => {
    const bytes = brightness()
    const padded = new Uint8Array(bytes.length + 100)
    padded.set(bytes)
    await expect(backend.load(padded)).rejects.toMatchObject({
      code: "MODEL_TRUNCATED",
      message: expect.stringContaining(`damaged at byte ${bytes.length}`),
    })
  })

  test("damaged inside", async () => {
    const bytes = brightness().fill(255, 60, 90)
    await expect(backend.load(bytes)).rejects.toMatchObject({ code: "MODEL_TRUNCATED" })
  })
})

describe("weights in another file", () => {
  const withWeights = onnxModel({
    ...identity,
    nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
    initializers: [{ name: "w", dtype: "float32", shape: [4], external: "weights.bin" }],
  })
  const weights = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)

  test("are found next to the model, and are part of the settings", async () => {
    const path = await save("large.onnx", withWeights)
    await save("weights.bin", weights)
    const model = await backend.load(path)
    const { y } = await model.run({ x: { dtype: "float32", shape: [1, 4], data: new Float32Array(4) } })
    expect(close(y, [1, 2, 3, 4])).toBe(true)
    expect(model.settings).toMatchObject({
      externalData: { "weights.bin": expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    })
  })

  test("are named when too short", async () => {
    const path = await save("large.onnx", withWeights)
    await save("weights.bin", weights.subarray(0, 8))
    await expect(backend.load(path)).rejects.toMatchObject({ code: "MODEL_TRUNCATED" })
  })

  test("are named when missing", async () => {
    const path = await save("large.onnx", withWeights)
    await rm(join(folder, "weights.bin"), { force: true })
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: `${join(folder, "weights.bin")}, which holds weights of ${path}, was not found`,
    })
  })

  test("are found among the bytes given by name, and nowhere else", async () => {
    const model = await backend.load({ "large.onnx": withWeights, "weights.bin": weights })
    const { y } = await model.run({ x: { dtype: "float32", shape: [1, 4], data: new Float32Array(4) } })
    expect(close(y, [1, 2, 3, 4])).toBe(true)
    await expect(backend.load(withWeights)).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: expect.stringContaining('"weights.bin", which was not given'),
    })
  })

  describe("stay in the model's folder", () => {
    const inFile = (external: string) =>
      onnxModel({
        ...identity,
        nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
        initializers: [{ name: "w", dtype: "float32", shape: [4], external }],
      })
    const outside = { code: "WEIGHTS_OUTSIDE" }

    test.each(["../others.bin", "/etc/hostname", "a/../../others.bin", "..\\others.bin", "C:\\others.bin"])(
      "%s is refused",
      async (name) => {
        await mkdir(join(folder, "inside"), { recursive: true })
        await save("others.bin", weights)
        const path = await save("inside/model.onnx", inFile(name))
        await expect(backend.load(path)).rejects.toMatchObject({
          ...outside,
          message: expect.stringContaining(JSON.stringify(name)),
        })
      },
    )

    test("a link that leads outside is refused, one in a store next to the real model is followed", async () => {
      await mkdir(join(folder, "snapshot"))
      await mkdir(join(folder, "store"))
      await save("others.bin", weights)
      await save("store/aa", inFile("model.data"))
      await save("store/bb", weights)
      await symlink("../store/aa", join(folder, "snapshot/model.onnx"))
      await symlink("../others.bin", join(folder, "snapshot/model.data"))
      await expect(backend.load(join(folder, "snapshot/model.onnx"))).rejects.toMatchObject(outside)
      await rm(join(folder, "snapshot/model.data"))
      await symlink("../store/bb", join(folder, "snapshot/model.data"))
      const { settings } = await backend.load(join(folder, "snapshot/model.onnx"))
      expect(settings).toMatchObject({ externalData: { "model.data": expect.stringMatching(/^sha256:/) } })
    })

    test("a folder below is inside", async () => {
      await mkdir(join(folder, "weights"))
      await save("weights/w.bin", weights)
      await backend.load(await save("below.onnx", inFile("weights/w.bin")))
    })
  })
})

describe("a model that the runtime does not run", () => {
  const text = { dtype: "string", shape: [null] } as const
  test.each([
    ["a custom operator", unsupportedOperator(), 'needs the operator "com.example:Frobnicate"'],
    [
      "an operator that does not exist",
      onnxModel({ ...identity, nodes: [{ op: "Dream", inputs: ["x"], outputs: ["y"] }] }),
      'needs the operator "Dream" (version 17)',
    ],
    ["operators from the future", onnxModel({ ...identity, opset: 99 }), "uses opset 99;"],
    ["a format from the future", onnxModel({ ...identity, irVersion: 99 }), "is in version 99 of the ONNX"],
    ["no output that is a tensor", dictionaries({ label: false }), 'zipmap": False'],
    [
      "an input of text",
      onnxModel({
        ...identity,
        inputs: [{ name: "x", ...text }],
        outputs: [
          { name: "y", ...text },
          { ...identity.outputs[0], name: "z" },
        ],
        nodes: [
          { op: "Identity", inputs: ["x"], outputs: ["y"] },
          { op: "Cast", inputs: ["x"], outputs: ["z"], attributes: { to: { int: 1 } } },
        ],
      }),
      "takes string",
    ],
  ])("%s, from bytes and from a file", async (what, bytes, message) => {
    // The runtime words the same error differently when it reads the file itself.
    for (const source of [bytes, await save(`${what}.onnx`, bytes)]) {
      const error = await backend.load(source).catch((error) => error)
      expect(error).toMatchObject({
        code: "MODEL_UNSUPPORTED",
        message: expect.stringContaining(message),
      })
    }
  })

  test("a graph that contradicts itself", async () => {
    const bytes = onnxModel({ ...identity, nodes: [{ op: "Identity", inputs: ["z"], outputs: ["y"] }] })
    await expect(backend.load(bytes)).rejects.toMatchObject({
      code: "MODEL_FAILED",
      message: expect.stringContaining("'z' is not a graph input"),
    })
  })
})

describe("in another process", () => {
  const run = promisify(execFile)
  const script = fileURLToPath(new URL("../test/failing.ts", import.meta.url))

  test("failures are errors in plain words, with nothing on stderr", async () => {
    const { stdout, stderr } = await run(process.execPath, ["-C", "source", "--no-warnings", script])
    const errors: { code: string; message: string }[] = JSON.parse(stdout)
    expect(stderr).toBe("")
    expect(errors.map((error) => error.code)).toEqual([
      "MODEL_UNSUPPORTED",
      "MODEL_UNSUPPORTED",
      "MODEL_UNSUPPORTED",
      "MODEL_TRUNCATED",
      "MODEL_FAILED",
    ])
    for (const { message } of errors) expect(message).not.toMatch(/onnxruntime::|\.(?:cc|h):\d|\n/)
    expect(errors[4].message).toContain('Reshape node "Reshape_3": ')
    expect(errors[4].message).toContain("Input shape:{2,3}, requested shape:{1,3}")
  })

  /** Returns the JSON that a program prints; its `load()` loads a model, or returns the error. */
  async function program(code: string, ...flags: string[]): Promise<unknown> {
    const imports = `
      import { available, onnxruntimeNode } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)}
      import { brightness } from "@pami/test-models"
      const load = () => onnxruntimeNode().load(brightness()).catch(({ code, message }) => ({ code, message }))`
    const options = ["-C", "source", "--no-warnings", "--input-type=module", "--eval", `${imports}\n${code}`]
    const { stdout } = await run(process.execPath, [...flags, ...options], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
    })
    return JSON.parse(stdout)
  }

  test("without a native binary, the error says what to do", async () => {
    const code = `
      Object.defineProperty(process, "arch", { value: "mips" })
      const { code } = await load()
      console.log(JSON.stringify({ code, ...(await available()) }))`
    expect(await program(code)).toEqual({
      code: "BACKEND_UNAVAILABLE",
      usable: false,
      reason: expect.stringMatching(/does not load on \w+-mips .*elsewhere use onnxruntime-web$/),
    })
  })

  test("in a process without workers, the error says what to do", async () => {
    const flags = ["--permission", "--allow-fs-read=*", "--allow-addons"]
    expect(await program("console.log(JSON.stringify(await load()))", ...flags)).toEqual({
      code: "BACKEND_UNAVAILABLE",
      message: expect.stringMatching(/none starts .*--allow-worker/),
    })
  })
})
