import { type Answer, reply, type ServerOptions, startServer } from "@pami/test-models/open-inference"
import { isPamiError, type PamiError } from "@pami/core"
import { afterEach, expect, test } from "vitest"
import { openInference, type OpenInferenceOptions } from "../src/index.ts"
import { pair, twice } from "./models.ts"

const token = "secret-token-of-the-test"
const fast = { retryDelay: 1, token } satisfies OpenInferenceOptions
const models = { twice }

afterEach(() => {
  for (const name of ["OPEN_INFERENCE_TOKEN", "OPEN_INFERENCE_HEADERS"]) delete process.env[name]
})

/** Answers the first request for inference in the place of the server. */
const first = (answer: Answer): Partial<ServerOptions> => ({
  intervene: (path, infers) => (path.endsWith("/infer") && infers === 0 ? answer : undefined),
})
const always = (answer: Answer): Partial<ServerOptions> => ({
  intervene: (path) => (path.endsWith("/infer") ? answer : undefined),
})

test.each([
  ["too many calls, with a pause", (response) => reply(response, 429, {}, { "retry-after": "0.01" })],
  ["an overloaded server", (response) => reply(response, 503, { error: "busy" }, { "retry-after": "0" })],
  ["a broken proxy", (response) => reply(response, 502, "<html>Bad gateway</html>")],
  ["a dropped connection", (response) => response.destroy()],
  [
    "an answer that ends in the middle",
    (response) => {
      response.writeHead(200, { "content-length": "1000" })
      response.write("{")
      setTimeout(() => response.destroy(), 5)
    },
  ],
] satisfies [string, Answer][])("%s is tried again", async (_, answer) => {
  await using server = await startServer({ models, ...first(answer) })
  const model = await openInference(fast).load(server.address("twice"))
  expect((await model.run(pair(1, 2))).y.data).toEqual(Float32Array.of(2, 4))
  expect(server.infers.length).toBeGreaterThan(1)
})

async function failing(server: Partial<ServerOptions>, options: OpenInferenceOptions = {}) {
  await using one = await startServer({ models, ...server })
  const error = await openInference({ ...fast, ...options })
    .load(one.address("twice"))
    .then((model) => model.run(pair(1, 2)))
    .catch((error: unknown) => error)
  if (!isPamiError(error)) throw error
  expect(error.message).not.toContain(token)
  expect(JSON.stringify(error.data)).not.toContain(token)
  return { error, infers: one.infers.length, requests: one.requests.length }
}

test.each([
  [
    "an error of the model (400)",
    always((r) => reply(r, 400, { error: "bad cast" })),
    "API_REQUEST_REFUSED",
    /bad cast/,
  ],
  [
    "an error of the model (500)",
    always((r) => reply(r, 500, { error: "CUDA error" })),
    "API_FAILED",
    /CUDA error/,
  ],
  ["a batch that is too large", always((r) => reply(r, 413, "")), "API_REQUEST_REFUSED", /HTTP 413/],
  [
    "a pause of an hour",
    always((r) => reply(r, 429, {}, { "retry-after": "3600" })),
    "API_RATE_LIMITED",
    /429/,
  ],
  ["a wrong token", { token: "another" }, "API_KEY_REFUSED", /401/],
] satisfies [string, Partial<ServerOptions>, string, RegExp][])(
  "%s is an error after one call",
  async (_, server, code, says) => {
    const { error, infers, requests } = await failing(server)
    expect(error).toMatchObject({ code, message: expect.stringMatching(says) })
    expect(infers + (requests === 1 ? 1 : 0)).toBe(1)
  },
)

test("a server that does not answer in time is an error after the retries", async () => {
  const { error, infers } = await failing(
    always(() => {}),
    { timeout: 40, retries: 1 },
  )
  expect(error).toMatchObject({ code: "API_TIMED_OUT", message: expect.stringContaining("after 2 attempts") })
  expect(infers).toBe(2)
})

test("an answer that trickles in is too late as well", async () => {
  const { error } = await failing(
    always((response) => {
      const timer = setInterval(() => response.write(" "), 5)
      response.on("close", () => clearInterval(timer))
    }),
    { timeout: 40, retries: 0 },
  )
  expect(error.code).toBe("API_TIMED_OUT")
})

test("a batch without items is refused before it is sent", async () => {
  await using server = await startServer({ models })
  const model = await openInference().load(server.address("twice"))
  await expect(model.run(pair())).rejects.toMatchObject({ code: "SHAPE_MISMATCH" })
  expect(server.infers).toHaveLength(0)
})

test("a model that the server does not have is not found, be it said with 400 as Triton does", async () => {
  await using server = await startServer({
    models,
    intervene: (path) =>
      path.endsWith("/old")
        ? (response) => reply(response, 400, { error: "Request for unknown model: 'old' is not found" })
        : undefined,
  })
  for (const name of ["old", "new"])
    await expect(openInference().load(server.address(name))).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: expect.stringContaining(`/models/${name}`),
    })
})

test("no server is an error that says so", async () => {
  const server = await startServer({ models })
  await server.close()
  await expect(openInference({ retries: 0 }).load(server.address("twice"))).rejects.toMatchObject({
    code: "API_UNREACHABLE",
    message: expect.stringContaining("ECONNREFUSED"),
  })
})

test("no more calls are in progress than the rules allow", async () => {
  let [now, most] = [0, 0]
  const slow = {
    ...twice,
    async infer(inputs: Parameters<typeof twice.infer>[0]) {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, 2))
      now--
      return twice.infer(inputs)
    },
  }
  await using server = await startServer({ models: { slow } })
  const model = await openInference({ concurrency: 3 }).load(server.address("slow"))
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => model.run(pair(i, 0))))
  expect(answers.map(({ y }) => y.data[0])).toEqual(Array.from({ length: 12 }, (_, i) => 2 * i))
  expect(most).toBe(3)
})

test("token and headers come from the environment, and are in no setting or finding", async () => {
  process.env["OPEN_INFERENCE_TOKEN"] = token
  process.env["OPEN_INFERENCE_HEADERS"] = '{"x-tenant": "hidden-tenant"}'
  await using server = await startServer({ models, token })
  const model = await openInference().load(server.address("twice"))
  await model.run(pair(1, 2))
  for (const { headers } of server.requests)
    expect([headers.authorization, headers["x-tenant"]]).toEqual([`Bearer ${token}`, "hidden-tenant"])
  expect(JSON.stringify([model.settings, model.findings, model.digest])).not.toMatch(/secret|hidden/)
})

test("a redirect is not followed, so that another host never gets the token", async () => {
  await using other = await startServer({ models })
  const { error } = await failing(
    always((response) => {
      response.writeHead(307, { location: `${other.url}/models/twice/infer?token=${token}` })
      response.end()
    }),
  )
  expect(error).toMatchObject({
    code: "API_REDIRECTED",
    message: expect.stringContaining(new URL(other.url).host),
  })
  expect(other.requests).toHaveLength(0)
})

test("a token to another machine without encryption is a warning", async () => {
  const fetch = (async () =>
    Response.json({ name: "m", inputs: twice.inputs, outputs: twice.outputs })) as typeof globalThis.fetch
  const findings = async (address: string, options = {}) =>
    (await openInference({ fetch, ...options }).load(address)).findings!.map(({ code }) => code)
  expect(await findings("http://gpu.example.com/v2/models/m", { token })).toContain("KEY_UNENCRYPTED")
  expect(await findings("http://gpu.example.com/v2/models/m", { headers: { "x-key": "k" } })).toContain(
    "KEY_UNENCRYPTED",
  )
  expect(await findings("http://gpu.example.com/v2/models/m")).not.toContain("KEY_UNENCRYPTED")
  expect(await findings("https://gpu.example.com/v2/models/m", { token })).not.toContain("KEY_UNENCRYPTED")
  expect(await findings("http://localhost:8000/v2/models/m", { token })).not.toContain("KEY_UNENCRYPTED")
})

test.each([
  ["http://localhost:8000", /got http:\/\/localhost:8000\/$/],
  ["http://localhost:8000/v2/models/a/infer", /got http/],
  ["http://me:pw@localhost/v2/models/a", /user name or password/],
  ["http://localhost/v2/models/a?key=b", /a query/],
  ["model.onnx", /something else/],
  ["ftp://host/v2/models/a", /something else/],
  [new Uint8Array(3), /bytes/],
])("%s is not the address of a model", async (source, says) => {
  const error = (await openInference()
    .load(source)
    .catch((error: unknown) => error)) as PamiError
  expect(error).toMatchObject({ code: "MODEL_UNRECOGNIZED", message: expect.stringMatching(says) })
  expect(error.message).not.toMatch(/pw|key=b/)
})

test.each([
  [{ encoding: "xml" }, /encoding is one of auto, binary, json/],
  [{ checkEvery: 0 }, /checkEvery must be a whole number/],
  [{ maxBytes: 0.5 }, /maxBytes must be a whole number/],
  [{ concurrency: 0 }, /concurrency must be a whole number/],
  [{ headers: { "a b": "c" } }, /"a b" or its value cannot be a header/],
  [{ headers: { Host: "inner" } }, /"Host" is set by the request itself/],
])("%o is out of range", (wrong, message) => {
  const create = () => openInference(wrong as OpenInferenceOptions)
  expect(create).toThrow(RangeError)
  expect(create).toThrow(message)
})

test("headers in the environment that are not JSON are refused, without repeating them", () => {
  process.env["OPEN_INFERENCE_HEADERS"] = "x-key: hidden"
  expect(() => openInference()).toThrow(/OPEN_INFERENCE_HEADERS is a JSON object of texts/)
  expect(() => openInference()).not.toThrow(/hidden/)
})
