import {
  type Answer,
  reply,
  type ServedModel,
  type ServerOptions,
  startServer,
  type WireTensor,
} from "@pami/test-models/open-inference"
import { gzipSync } from "node:zlib"
import { isPamiError } from "@pami/core"
import { expect, test } from "vitest"
import { openInference, type OpenInferenceOptions } from "../src/index.ts"
import { output, pair, twice } from "./models.ts"

async function failing(
  server: Partial<ServerOptions>,
  options: OpenInferenceOptions = {},
  model: ServedModel = twice,
) {
  await using one = await startServer({ models: { twice: model }, ...server })
  const error = await openInference({ retries: 0, ...options })
    .load(one.address("twice"))
    .then((model) => model.run(pair(1, 2)))
    .catch((error: unknown) => error)
  if (!isPamiError(error)) throw error
  return error
}

const always = (answer: Answer): Partial<ServerOptions> => ({
  intervene: (path) => (path.endsWith("/infer") ? answer : undefined),
})
const json = (body: unknown) => always((response) => reply(response, 200, body))
const y = { name: "y", datatype: "FP32", shape: [1, 2], data: [2, 4] }
const outputs = (...list: unknown[]) => json({ model_version: "1", outputs: list })
const spoil = (change: (y: WireTensor) => readonly WireTensor[]) => ({
  spoil: ([y]: readonly WireTensor[]) => change(y),
})
const binary = (head: unknown, tail: number, stated?: string) =>
  always((response) => {
    const text = JSON.stringify(head)
    response.setHeader("inference-header-content-length", stated ?? text.length)
    response.end(Buffer.concat([Buffer.from(text), Buffer.alloc(tail)]))
  })
const bytesOf = (size: number, shape = [1, 2]) => ({
  ...y,
  shape,
  data: undefined,
  parameters: { binary_data_size: size },
})

test.each([
  ["HTML", always((response) => void response.end("<html>Hello</html>")), /expected JSON, got "<html>Hello/],
  [
    "NaN in JSON",
    always((response) => reply(response, 200, '{"outputs":[{"data":[NaN]}]}')),
    /NaN is not JSON/,
  ],
  ["a list", json([1]), /outputs|must be an object/],
  [
    "an error with the status of a success",
    json({ error: "out of memory" }),
    /outputs is missing; it says "out of memory"/,
  ],
  ["no output", outputs(), /output "y" 0 times/],
  ["an output twice", outputs(y, y), /output "y" 2 times/],
  ["another name", outputs({ ...y, name: "z" }), /output "y" 0 times/],
  ["another datatype", outputs({ ...y, datatype: "FP64" }), /is FP64, declared as FP32/],
  ["another rank", outputs({ ...y, shape: [2] }), /has the shape \[2\], declared as \[N, 2\]/],
  ["another length", outputs({ ...y, shape: [1, 3], data: [1, 2, 3] }), /\[1, 3\], declared as \[N, 2\]/],
  ["a huge shape", outputs({ ...y, shape: [2 ** 31 - 1, 2] }), /has 2 elements, its shape 4294967294/],
  ["a shape that is not whole", outputs({ ...y, shape: [1.5, 2] }), /shape/],
  ["a negative length", outputs({ ...y, shape: [-1, 2] }), /shape/],
  ["too few elements", outputs({ ...y, data: [2] }), /has 1 elements, its shape 2/],
  ["lists in lists in lists", outputs({ ...y, data: [[[2, 4]]] }), /has 1 elements, its shape 2/],
  ["a text among numbers", outputs({ ...y, data: [2, "4"] }), /element 1 is 4/],
  ["null among numbers", outputs({ ...y, data: [2, null] }), /element 1 is null/],
  ["no data", outputs({ ...y, data: undefined }), /its data is not a list/],
  ["truncated bytes", binary({ outputs: [bytesOf(8)] }, 7), /state 8 bytes, it has 7/],
  ["bytes after the tensors", binary({ outputs: [bytesOf(8)] }, 9), /state 8 bytes, it has 9/],
  ["a huge size", binary({ outputs: [bytesOf(2 ** 31 - 1)] }, 8), /state 2147483647 bytes, it has 8/],
  ["a size of another shape", binary({ outputs: [bytesOf(12)] }, 12), /takes 8 bytes, it has 12/],
  ["a header of zero", binary({ outputs: [bytesOf(8)] }, 8, "0"), /says that 0 of its \d+ bytes are JSON/],
  ["a huge header", binary({ outputs: [bytesOf(8)] }, 8, "99999999999"), /says that 99999999999 of/],
  ["a header that is not a number", binary({ outputs: [bytesOf(8)] }, 8, "1e2"), /says that 1e2 of/],
  ["a header that ends inside the JSON", binary({ outputs: [bytesOf(8)] }, 8, "9"), /expected JSON/],
  ["fewer rows", spoil((y) => [output("y", [1, 1], new Float32Array(1)), y].slice(0, 1)), /declared as/],
] satisfies [string, Partial<ServerOptions>, RegExp][])(
  "%s in place of an answer is refused",
  async (_, server, says) => {
    expect(await failing(server)).toMatchObject({
      code: "API_ANSWER_INVALID",
      message: expect.stringMatching(says),
    })
  },
)

test("an answer that never ends is refused before it is all received", async () => {
  let sent = 0
  const endless: Answer = (response) => {
    const chunk = Buffer.alloc(2 ** 16, " ")
    const more = () => {
      while (!response.destroyed && sent < 2 ** 28) {
        sent += chunk.length
        if (!response.write(chunk)) return void response.once("drain", more)
      }
    }
    more()
  }
  // The declared shapes bound it, else maxBytes.
  expect(await failing(always(endless))).toMatchObject({
    code: "API_ANSWER_TOO_LARGE",
    message: expect.stringContaining("as 2 numbers were asked for"),
  })
  expect(sent).toBeLessThan(2 ** 24)
  sent = 0
  const free = { ...twice, outputs: [{ name: "y", datatype: "FP32", shape: [-1, -1] }] }
  expect(await failing(always(endless), { maxBytes: 2 ** 20 }, free)).toMatchObject({
    code: "API_ANSWER_TOO_LARGE",
    message: expect.stringContaining("raise maxBytes"),
  })
  expect(sent).toBeLessThan(2 ** 26)
  // Metadata has its own limit.
  sent = 0
  expect(await failing({ intervene: () => endless })).toMatchObject({
    code: "API_ANSWER_TOO_LARGE",
    message: expect.stringContaining(
      "check that it is the address of a server of the Open Inference Protocol",
    ),
  })
  expect(sent).toBeLessThan(2 ** 26)
})

test("a small answer that unpacks to a large one is refused", async () => {
  const packed = gzipSync(Buffer.alloc(2 ** 24))
  const bomb = always((response) => {
    response.setHeader("content-encoding", "gzip")
    response.end(packed)
  })
  expect((await failing(bomb)).code).toBe("API_ANSWER_TOO_LARGE")
})

const tensor = { name: "x", datatype: "FP32", shape: [-1, 2] }
const metadata = (change: object) => ({
  intervene: (path: string) =>
    path.endsWith("/twice")
      ? (((response) =>
          reply(response, 200, {
            name: "twice",
            inputs: [tensor],
            outputs: [y],
            ...change,
          })) satisfies Answer)
      : undefined,
})

test.each([
  ["no name", { name: undefined }, "MODEL_INVALID", /name is missing/],
  ["inputs that are not a list", { inputs: {} }, "MODEL_INVALID", /inputs must be/],
  ["an input without a name", { inputs: [{ ...tensor, name: "" }] }, "MODEL_INVALID", /name/],
  ["two inputs of a name", { inputs: [tensor, tensor] }, "MODEL_INVALID", /inputs name "x" twice/],
  ["an axis of 0", { inputs: [{ ...tensor, shape: [0] }] }, "MODEL_INVALID", /shape/],
  ["an axis of -2", { inputs: [{ ...tensor, shape: [-2] }] }, "MODEL_INVALID", /shape/],
  ["an axis of a half", { inputs: [{ ...tensor, shape: [0.5] }] }, "MODEL_INVALID", /shape/],
  ["a huge axis", { inputs: [{ ...tensor, shape: ["9999999999"] }] }, "MODEL_INVALID", /shape/],
  [
    "huge items",
    { inputs: [{ ...tensor, shape: [-1, 2 ** 30, 2 ** 30] }] },
    "MODEL_INVALID",
    /more than 2147483647/,
  ],
  ["a hundred axes", { inputs: [{ ...tensor, shape: Array(100).fill(1) }] }, "MODEL_INVALID", /shape/],
  ["thousands of inputs", { inputs: Array.from({ length: 1001 }, () => tensor) }, "MODEL_INVALID", /inputs/],
  ["no inputs", { inputs: undefined }, "MODEL_UNSUPPORTED", /declares no inputs.*model-settings.json/],
  ["no outputs", { outputs: [] }, "MODEL_UNSUPPORTED", /declares no outputs/],
  [
    "an unknown datatype",
    { inputs: [{ ...tensor, datatype: "FP8" }] },
    "MODEL_UNSUPPORTED",
    /takes FP8 for input "x"/,
  ],
  [
    "a datatype of every object",
    { inputs: [{ ...tensor, datatype: "toString" }] },
    "MODEL_UNSUPPORTED",
    /takes toString/,
  ],
  [
    "texts alone",
    { outputs: [{ ...y, datatype: "BYTES" }] },
    "MODEL_UNSUPPORTED",
    /gives no tensor of numbers/,
  ],
] as const)("metadata with %s is refused", async (_, change, code, says) => {
  expect(await failing(metadata(change))).toMatchObject({ code, message: expect.stringMatching(says) })
})

test("a name of every object is a name like others", async () => {
  const odd: ServedModel = {
    inputs: [{ name: "__proto__", datatype: "FP32", shape: [-1, 2] }],
    outputs: [{ name: "__proto__", datatype: "FP32", shape: [-1, 2] }],
    infer: (inputs) => inputs,
  }
  await using server = await startServer({ models: { odd } })
  const model = await openInference().load(server.address("odd"))
  const { x } = pair(1, 2)
  const outputs = await model.run(Object.fromEntries([["__proto__", x]]))
  expect(Object.entries(outputs)).toEqual([["__proto__", x]])
})

test("a model that declares nothing runs with a declaration of the caller", async () => {
  await using server = await startServer({ models: { twice }, ...metadata({ inputs: [], outputs: null }) })
  const declare = (name: string) => [{ name, datatype: "FP32", shape: [null, 2] }]
  const model = await openInference({ inputs: declare("x"), outputs: declare("y") }).load(
    server.address("twice"),
  )
  expect((await model.run(pair(1, 2))).y.data).toEqual(Float32Array.of(2, 4))
})

test("a server that says nothing about itself is asked in JSON", async () => {
  const closed: ServerOptions["intervene"] = (path) =>
    path === "/v2" ? (response) => reply(response, 403, "<html>Forbidden</html>") : undefined
  await using server = await startServer({ models: { twice }, intervene: closed })
  const model = await openInference().load(server.address("twice"))
  expect(model.settings).toEqual({
    server: "",
    model: "twice",
    version: null,
    platform: "",
    encoding: "json",
  })
})

test("two models of one description have one digest, which a finding says", async () => {
  await using server = await startServer({ models: { twice, other: twice } })
  await using again = await startServer({ models: { twice: { ...twice, infer: () => [] } } })
  const load = async (address: string) => await openInference().load(address)
  const [first, second, other] = await Promise.all(
    [server.address("twice"), again.address("twice"), server.address("other")].map(load),
  )
  expect(second.digest).toBe(first.digest)
  expect(other.digest).not.toBe(first.digest)
  expect(first.findings).toContainEqual(
    expect.objectContaining({ code: "CONTENT_UNKNOWN", message: expect.stringContaining("same digest") }),
  )
})
