import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { fakeApi } from "@pami/test-models/openai"
import type { FakeApi } from "@pami/test-models/openai"
import { file, folder, pami } from "./fixtures.ts"

let api: FakeApi
let url: string
beforeAll(async () => {
  api = await fakeApi()
  url = api.url
})
afterAll(() => api.close())

const at = folder()
const day = file(at, "day.md", "It rained. A dog barked.")
const house = file(at, "house.md", "The roof is red. The key is in the hall.")
const asked = ["--context", day, house, "--question", "Where is the key?", "--api-model", "m"]

test("the sources of an answer are ranked, on a page and in JSON, and no answered call is made again", async () => {
  const page = join(at, "answer.html")
  const options = [...asked, "--api", url, "--cache", join(at, "cache"), "-o", page]
  const explain = ["explain", "--text", "It is in the hall.", ...options]
  const { status, stdout } = await pami([...explain, "--yes", "--json"])
  expect(status).toBe(0)
  const { result, plan } = JSON.parse(stdout) as {
    plan: { calls: number; mostCalls: number }
    result: { unit: string; sources: { text: string; name: string }[]; parts: { importance: number[] }[] }
  }
  const [{ importance }] = result.parts
  expect(result.sources[importance.indexOf(Math.max(...importance))]).toMatchObject({
    text: "The key is in the hall.",
    name: house,
  })
  expect(result.unit).toBe("similarity")
  expect(api.requests.length).toBeLessThanOrEqual(plan.mostCalls)
  expect(await readFile(page, "utf8")).toContain("The key is in the hall.")
  const made = api.requests.length
  const again = await pami(explain)
  expect(again).toMatchObject({ status: 0 })
  expect(again.stdout).toContain("house.md:17")
  expect(api.requests.length).toBe(made)
})

test("the number of calls is said first, and none is made without --yes", async () => {
  const before = api.requests.length
  const { status, stderr } = await pami([
    "explain",
    "--text",
    "It is red.",
    ...asked,
    "--api",
    url,
    "--no-figure",
  ])
  expect(status).toBe(2)
  expect(stderr).toMatch(/\d+ calls, at most \d+, about \d+ tokens read .* Add --yes to make these calls/)
  expect(api.requests.length).toBe(before)
})

test("answers before an error are kept without --cache, and the error says where", async () => {
  const given = ["explain", "--text", "The roof is red.", ...asked, "--api", url, "--no-figure", "--yes"]
  api.refuseFrom(api.requests.length + 6)
  const { status, stderr } = await pami(given)
  api.refuseFrom(Infinity)
  expect(status).toBe(3)
  const [, cache] = /with --cache (\S+) to go on/.exec(stderr)!
  const before = api.requests.length
  expect(await pami([...given, "--cache", cache])).toMatchObject({ status: 0 })
  const resumed = api.requests.length - before
  const anew = await pami(given)
  expect(anew.status).toBe(0)
  expect(api.requests.length - before - resumed).toBeGreaterThan(resumed)
  await rm(cache, { recursive: true })
})

test.each([
  ["without a model", ["--context", "a.md"], 2, "--api needs --api-model"],
  ["without a context", ["--api-model", "m"], 2, "--api needs --context"],
  [
    "to a file that only a model's map fills",
    ["--api-model", "m", "--save", "a.npz"],
    2,
    "--save does not work",
  ],
  [
    "with a key that is not set",
    ["--api-model", "m", "--key-variable", "NO_KEY"],
    2,
    "--key-variable NO_KEY",
  ],
  ["with a missing file", ["--api-model", "m", "--context", "nothing.md"], 3, "FILE_NOT_FOUND"],
])("%s: a message, and no call", async (_, options, status, message) => {
  const before = api.requests.length
  const done = await pami(["explain", "--text", "x", "--api", url, "--no-figure", "--yes", ...options])
  expect(done.status).toBe(status)
  expect(done.stderr).toContain(message)
  expect(api.requests.length).toBe(before)
})

test("an option of --api without it is refused", async () => {
  const { status, stderr } = await pami(["explain", "--text", "x", "--context", day])
  expect(status).toBe(2)
  expect(stderr).toContain("--context needs --api")
})
