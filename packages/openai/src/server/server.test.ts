import { readFile, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isPamiError, type PamiError } from "@pami/core"
import { afterAll, expect, test } from "vitest"
import { type FakeOptions, fakeServer, reply } from "../../test/fake-server.ts"
import { story } from "../../test/world.ts"
import { folderCache } from "../cache/folder-cache.ts"
import { explainAnswer, openai, prepareAnswer, sourceRegression } from "../index.ts"
import type { OpenaiOptions } from "../index.ts"

const tale = story("single", 10, 8)
const asked = { context: tale.sentences.join(" "), question: tale.question, answer: tale.answer }
const key = "sk-secret-of-the-test"
const folder = await mkdtemp(join(tmpdir(), "pami-server-"))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function failing(server: FakeOptions, options: Partial<OpenaiOptions> = {}) {
  await using one = await fakeServer(server)
  const languageModel = openai({
    url: one.url,
    model: "world",
    retryDelay: 1,
    concurrency: 1,
    key,
    ...options,
  })
  const error = await explainAnswer({ languageModel, ...asked }).catch((error: unknown) => error)
  if (!isPamiError(error)) throw error
  expect(error.message).not.toContain(key)
  expect(JSON.stringify(error.data)).not.toContain(key)
  return { error, requests: one.requests }
}

/** Fails the request with this number, and none after it. */
const once = (number: number, answer: (response: Parameters<typeof reply>[0]) => void): FakeOptions => ({
  intervene: (at) => (at === number ? answer : undefined),
})

test.each([
  ["a rate limit", (response) => reply(response, 429, {}, { "retry-after": "0.01" })],
  ["an error of the server", (response) => reply(response, 500, { error: { message: "out of memory" } })],
  ["an overloaded proxy", (response) => reply(response, 503, "busy")],
  ["a dropped connection", (response) => response.destroy()],
  [
    "an answer that ends in the middle",
    (response) => {
      response.writeHead(200, { "content-length": "1000" })
      response.write('{"choices":[')
      setTimeout(() => response.destroy(), 5)
    },
  ],
] satisfies [string, (response: Parameters<typeof reply>[0]) => void][])(
  "%s is tried again, and the result is the same",
  async (_, answer) => {
    await using server = await fakeServer(once(9, answer))
    const languageModel = openai({ url: server.url, model: "world", retryDelay: 1, concurrency: 1 })
    const { plan, explain } = await prepareAnswer({ languageModel, ...asked })
    const { importance, ranking } = await explain()
    expect([server.answered, server.requests.length]).toEqual([plan.calls, plan.calls + 1])
    expect(ranking()[0].index).toBe(tale.sources[0])
    await using other = await fakeServer()
    const calm = openai({ url: other.url, model: "world" })
    expect(importance()).toEqual((await explainAnswer({ languageModel: calm, ...asked })).importance())
  },
)

const always = (answer: (response: Parameters<typeof reply>[0]) => void): FakeOptions => ({
  intervene: () => answer,
})

test.each([
  ["a wrong key", { key: "another" }, "API_KEY_REFUSED", 1],
  [
    "an unknown model",
    always((response) => reply(response, 404, { error: { message: "unknown model" } })),
    "API_NOT_FOUND",
    1,
  ],
  [
    "a page instead of JSON",
    always((response) => void response.end("<html>Hello</html>")),
    "API_ANSWER_INVALID",
    5,
  ],
  ["JSON without choices", always((response) => reply(response, 200, [1])), "API_ANSWER_INVALID", 5],
  [
    "a spent quota",
    always((response) =>
      reply(response, 429, { error: { message: "You exceeded", code: "insufficient_quota" } }),
    ),
    "API_RATE_LIMITED",
    1,
  ],
  [
    "a pause of an hour",
    always((response) => reply(response, 429, {}, { "retry-after": "3600" })),
    "API_RATE_LIMITED",
    1,
  ],
] as const)("%s is an error with a code, without useless attempts", async (_, server, code, most) => {
  const { error, requests } = await failing(server)
  expect(error.code).toBe(code)
  expect(requests.length).toBeLessThanOrEqual(most)
})

test("a server that never answers is an error after the retries", async () => {
  const { error, requests } = await failing(
    always(() => {}),
    { timeout: 40, retries: 1, scoring: "echo" },
  )
  expect(error).toMatchObject({ code: "API_TIMED_OUT", message: expect.stringContaining("after 2 attempts") })
  expect(requests).toHaveLength(2)
})

test("no server is an error that says so", async () => {
  const server = await fakeServer()
  await server.close()
  const languageModel = openai({ url: server.url, model: "world", retries: 0 })
  await expect(explainAnswer({ languageModel, ...asked })).rejects.toMatchObject({
    code: "API_UNREACHABLE",
    message: expect.stringMatching(/ECONNREFUSED.*that the server runs/),
  })
})

test("a redirect is not followed, so that another host never gets the key", async () => {
  await using other = await fakeServer()
  const { error } = await failing(
    always((response) => {
      response.writeHead(307, { location: `${other.url}/chat/completions?token=${key}` })
      response.end()
    }),
  )
  expect(error).toMatchObject({
    code: "API_REDIRECTED",
    message: expect.stringContaining(new URL(other.url).host),
  })
  expect(other.requests).toHaveLength(0)
})

test("a huge answer is refused before it is all received", async () => {
  let sent = 0
  const { error } = await failing(
    always((response) => {
      const chunk = Buffer.alloc(2 ** 16, " ")
      const more = () => {
        while (!response.destroyed && sent < 2 ** 28) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once("drain", more)
        }
      }
      more()
    }),
    { maxBytes: 2 ** 20, scoring: "echo" },
  )
  expect(error.code).toBe("API_ANSWER_TOO_LARGE")
  expect(sent).toBeLessThan(2 ** 26)
})

test("a key comes from the environment, and from a variable of another name", async () => {
  process.env["PAMI_TEST_KEY"] = key
  try {
    await using server = await fakeServer({ key })
    const languageModel = openai({ url: server.url, model: "world", keyVariable: "PAMI_TEST_KEY" })
    await explainAnswer({ languageModel, ...asked, passes: 2 })
    expect(server.requests[0].headers.authorization).toBe(`Bearer ${key}`)
    expect(JSON.stringify([languageModel.settings, languageModel.findings])).not.toContain(key)
  } finally {
    delete process.env["PAMI_TEST_KEY"]
  }
})

test("a server that fails in the middle leaves a partial result, and the next run repeats no answered call", async () => {
  const failAt = 30
  let isDown = false
  await using server = await fakeServer({
    intervene: (number) => (number >= failAt && isDown ? (response) => response.destroy() : undefined),
  })
  isDown = true
  const model = (cache: Awaited<ReturnType<typeof folderCache>>) =>
    openai({ url: server.url, model: "world", key, retries: 1, retryDelay: 1, concurrency: 3, cache })
  const cache = await folderCache(folder)
  const { plan } = await prepareAnswer({ languageModel: model(cache), ...asked })
  const error = (await explainAnswer({ languageModel: model(cache), ...asked }).catch(
    (error: unknown) => error,
  )) as PamiError
  await cache.close()
  expect(error).toMatchObject({ code: "API_UNREACHABLE", partial: { complete: false } })
  expect(error.message).toMatch(/^after \d+ passes: after 2 attempts: /)
  const partial = sourceRegression().read(error.partial!)
  expect(partial.indexOf(Math.max(...partial))).toBe(tale.sources[0])
  expect(server.answered).toBe(failAt)
  const saved = await readFile(join(folder, "answers.jsonl"), "utf8")
  for (const hidden of [key, tale.question, tale.sentences[0]]) expect(saved).not.toContain(hidden)

  isDown = false
  await using opened = await folderCache(folder)
  const rest = await prepareAnswer({ languageModel: model(opened), ...asked })
  // The first run answered its first check; a resumed run checks twice more.
  expect(rest.plan.calls).toBe(plan.calls - failAt + 1)
  const resumed = await rest.explain()
  expect(server.answered).toBe(failAt + rest.plan.calls)
  // Each prompt once, but for the checks of the whole context.
  const bodies = server.requests.filter(({ answered }) => answered).map(({ body }) => JSON.stringify(body))
  expect(bodies.length - new Set(bodies).size).toBe(3)
  await using calm = await fakeServer()
  const whole = await explainAnswer({ languageModel: openai({ url: calm.url, model: "world" }), ...asked })
  expect(resumed.importance()).toEqual(whole.importance())
})

test("a server that changes its answers is a finding", async () => {
  await using jumpy = await fakeServer({ drift: (number) => -0.05 * (number % 3) })
  const atStart = await explainAnswer({
    languageModel: openai({ url: jumpy.url, model: "world", concurrency: 1 }),
    ...asked,
  })
  expect(atStart.explanation.findings).toContainEqual(
    expect.objectContaining({
      code: "SERVER_ANSWERS_DIFFER",
      message: expect.stringContaining("at the start"),
    }),
  )
  await using replaced = await fakeServer({ drift: (number) => (number > 20 ? -0.5 : 0) })
  const atEnd = await explainAnswer({
    languageModel: openai({ url: replaced.url, model: "world", concurrency: 1 }),
    ...asked,
  })
  expect(atEnd.explanation.findings.filter(({ code }) => code === "SERVER_ANSWERS_DIFFER")).toMatchObject([
    { level: "warning", message: expect.stringContaining("at the end") },
  ])
})

test("log-probabilities that end in the middle are an error with the result so far", async () => {
  const { error } = await failing({
    intervene: (number) =>
      number < 20
        ? undefined
        : (response) => reply(response, 200, { choices: [{ message: { content: "." } }] }),
  })
  expect(error).toMatchObject({ code: "LOG_PROBABILITIES_MISSING", partial: { complete: false } })
  expect(error.partial!.passes).toBeGreaterThan(10)
})

test("an answer with impossible numbers is refused", async () => {
  const entries = [null, { 1: { logprob: 3, rank: 1, decoded_token: tale.answer } }]
  const { error } = await failing(
    always((response) =>
      reply(response, 200, { choices: [{ message: { content: "" } }], prompt_logprobs: entries }),
    ),
    { scoring: "echo" },
  )
  expect(error).toMatchObject({
    code: "API_ANSWER_INVALID",
    message: expect.stringContaining("at most 0; got 3"),
  })
})

test("stopping ends the calls at once, and keeps the answered ones", async () => {
  const stop = new AbortController()
  await using server = await fakeServer({
    intervene: (number) => (number < 12 ? undefined : () => stop.abort(new Error("enough"))),
  })
  const languageModel = openai({ url: server.url, model: "world", concurrency: 1 })
  const error = (await explainAnswer({ languageModel, ...asked, signal: stop.signal }).catch(
    (error: unknown) => error,
  )) as PamiError
  expect(error).toMatchObject({ code: "ABORTED", partial: { complete: false } })
  expect((await prepareAnswer({ languageModel, ...asked })).plan.known).toBeGreaterThan(8)
})

test.each([
  [{ url: "ftp://host/v1" }, /http:\/\/localhost:8000\/v1.*ftp:/],
  [{ url: "localhost" }, /not an address/],
  [{ url: "http://me:secret@host/v1" }, /user name or password/],
  [{ model: "" }, /name of the model/],
  [{ api: "assistants" }, /api is one of chat, completions/],
  [{ scoring: "guess" }, /scoring is one of auto, echo/],
  [{ concurrency: 0 }, /concurrency must be a whole number/],
  [{ maxBytes: 0 }, /maxBytes is a whole number/],
])("%o is out of range", (wrong, message) => {
  const create = () => openai({ url: "http://localhost:1/v1", model: "world", ...wrong } as OpenaiOptions)
  expect(create).toThrow(RangeError)
  expect(create).toThrow(message)
})

test("a query of the address is sent, and in no setting; fields of a request can be added and removed", async () => {
  await using server = await fakeServer({
    intervene: () => (response) => reply(response, 400, { error: { message: "no" } }),
  })
  const languageModel = openai({
    url: `${server.url}/?version=1`,
    model: "world",
    request: { max_tokens: null, reasoning_effort: "low" },
  })
  await explainAnswer({ languageModel, ...asked }).catch(() => {})
  expect(server.requests[0].path).toBe("/v1/chat/completions?version=1")
  expect(server.requests[0].body).toMatchObject({ model: "world", temperature: 0, reasoning_effort: "low" })
  expect(server.requests[0].body).not.toHaveProperty("max_tokens")
  expect(languageModel.settings["url"]).toBe(server.url)
})
