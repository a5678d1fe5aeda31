import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { functionModel, noise, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  explain,
  manifest,
  parseManifest,
  partWeights,
  slidingWindow,
  summarize,
  verify,
  version,
} from "../index.ts"
import type { Read, Settings } from "../index.ts"
import { sha256 } from "../tensor.ts"

const input = plainInput([10, 10], noise(100, 1))
const run = (gain: number, stride = 2) =>
  explain({
    model: functionModel([10, 10], (item) => [gain * item[55] + item[3], item[10]]),
    input,
    target: classProbability(),
    partitioner: slidingWindow({ radius: 3, stride }),
  })

test("the same explanation gives the same bytes, with the digest of each map", async () => {
  const explanation = await run(1)
  const record = manifest(explanation, { extra: { file: "a.png" } })
  expect(JSON.stringify(record)).toBe(JSON.stringify(manifest(await run(1), { extra: { file: "a.png" } })))
  expect(record.maps.map(({ digest }) => digest)).toEqual(
    [0, 1].map((t) => sha256([average(explanation, t)])),
  )
})

test("a manifest that went through a file verifies to the last bit", async () => {
  const record = parseManifest(JSON.stringify(manifest(await run(1))))
  const { same, checks } = await verify(record, () => run(1))
  expect(checks.filter((check) => !check.same)).toEqual([])
  expect(same).toBe(true)
})

test("another model or other options are named by the check that fails", async () => {
  const record = manifest(await run(1))
  const failed = async (again: ReturnType<typeof run>) =>
    (await verify(record, () => again)).checks.filter(({ same }) => !same).map(({ what }) => what)
  expect(await failed(run(2))).toContain("map of target 0: digest")
  expect(await failed(run(1, 3))).toEqual(expect.arrayContaining(["partitioner", "passes"]))
})

test("what is not a manifest is refused", () => {
  for (const text of ["", "{", "null", '{"format":"other","maps":[]}', '{"format":"pami-manifest-2"}'])
    expect(() => parseManifest(text)).toThrow(expect.objectContaining({ code: "MANIFEST_INVALID" }))
})

test("every number that a manifest shows is compared", async () => {
  const record = manifest(await run(1))
  type Tree = Record<string, unknown>
  const copy = () => JSON.parse(JSON.stringify(record)) as Tree & { maps: Tree[] }
  const forgeries: [string, (forged: ReturnType<typeof copy>) => unknown][] = [
    ["grids", (forged) => (forged["grids"] = [{ name: "units", shape: [5, 20] }])],
    ["passes", (forged) => (forged["passes"] = 1)],
    ["complete", (forged) => (forged["complete"] = false)],
    ["scale", (forged) => (forged["scale"] = { unit: "value" })],
    ["input settings", (forged) => ((forged["input"] as Tree)["settings"] = { masking: "none" })],
    ...["original", "baseline", "peak", "lowest", "highest", "mean"].map(
      (key): (typeof forgeries)[number] => [
        `map of target 1: ${key}`,
        (forged) => (forged.maps[1][key] = 0.125),
      ],
    ),
    ["map of target 7: original", (forged) => (forged.maps[1]["target"] = 7)],
  ]
  for (const [what, forge] of forgeries) {
    const forged = copy()
    forge(forged)
    // A peak is the number of a unit.
    if (what.endsWith("peak")) forged.maps[1]["peak"] = 99
    const { same, checks } = await verify(parseManifest(JSON.stringify(forged)), () => run(1))
    expect(same, what).toBe(false)
    expect(checks.filter((check) => !check.same).map((check) => check.what)).toContain(what)
  }
})

test.each<[string, string, unknown]>([
  ["version: a text of at most 1000 characters, got 1", "version", 1],
  ["grids: a list of 1 to 16, got a list of 0", "grids", []],
  [
    "grids[0].shape[1]: a whole number from 1 to 2147483647, got 2.5",
    "grids",
    [{ name: "units", shape: [10, 2.5] }],
  ],
  ["passes: a whole number", "passes", "many"],
  ["complete: true or false, got null", "complete", null],
  ["model: an object, got a list of 1", "model", [1]],
  ['model.digest: "sha256:" and a digest, got "md5:0"', "model", { digest: "md5:0", settings: {} }],
  ["partitioner.settings is missing", "partitioner", { name: "grid" }],
  ["scale.unit: one of probability", "scale", { unit: "percent" }],
  ["maps[0]: an object, got 99", "maps", [99]],
  ["maps: a list of 1 to", "maps", []],
  ["more: unknown field", "more", 1],
  ['"\\u001b[2J": unknown field', "\u001B[2J", 1],
])("a manifest with an error is refused: %s", async (message, field, value) => {
  const text = JSON.stringify({ ...manifest(await run(1)), [field]: value })
  expect(() => parseManifest(text)).toThrow(message)
  expect(() => parseManifest(text)).toThrow(expect.objectContaining({ code: "MANIFEST_INVALID" }))
})

test("nesting, length and names of a manifest are bounded", async () => {
  const record = JSON.stringify(manifest(await run(1)))
  const withExtra = (extra: string) => record.replace('"extra":{}', `"extra":${extra}`)
  expect(() => parseManifest(withExtra('{"__proto__":{"a":1}}'))).toThrow("extra.__proto__: unknown field")
  expect(() => parseManifest(withExtra(`{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`))).toThrow("nested")
  expect(() => parseManifest(withExtra(`{"a":"${"a".repeat(2 ** 23)}"}`))).toThrow("at most 8388608")
  expect(parseManifest(`\uFEFF${withExtra('{"file":"a.png"}')}`).extra).toEqual({ file: "a.png" })
})

test("manifests record the version of the package", () => {
  const { version: declared } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as { version: string }
  expect(version).toBe(declared)
})

test("a summary has the range, the mean and the peak of the known values", () => {
  expect(summarize(Float32Array.of(NaN, 0.5, -1, 2))).toEqual({
    digest: sha256([Float32Array.of(NaN, 0.5, -1, 2)]),
    peak: 3,
    lowest: -1,
    highest: 2,
    mean: 0.5,
  })
  expect(summarize(Float32Array.of(NaN))).toMatchObject({ peak: -1, lowest: null, highest: null, mean: null })
})

test("maps are read as they were: other targets, another read-out", async () => {
  const read: Read = (explanation, target) => average(explanation, target, { weight: partWeights.area })
  const record = manifest(await run(1), { targets: [1], read })
  expect(record.maps.map(({ target }) => target)).toEqual([1])
  expect((await verify(record, () => run(1), { read })).same).toBe(true)
  const { checks } = await verify(record, () => run(1))
  expect(checks.filter(({ same }) => !same).map(({ what }) => what)).toContain("map of target 1: digest")
})

test("settings are compared by value, in any order of their names", async () => {
  const record = manifest(await run(1))
  const settings = Object.fromEntries(Object.entries(record.partitioner.settings).toReversed())
  const turned = { ...record, partitioner: { ...record.partitioner, settings } }
  expect((await verify(turned, () => run(1))).same).toBe(true)
  const other = { ...record, partitioner: { ...record.partitioner, settings: { ...settings, radius: 9 } } }
  const { checks, explanation } = await verify(other, () => run(1))
  expect(checks.filter(({ same }) => !same)).toEqual([
    { what: "partitioner", expected: other.partitioner, actual: record.partitioner, same: false },
  ])
  expect(explanation.passes).toBe(25)
})

test("lists are compared in their order, and a missing value as null", async () => {
  const record = manifest(await run(1))
  const withSettings = (settings: Settings) => ({ ...record, input: { ...record.input, settings } })
  const compared = async (then: Settings, now: Settings) => {
    const again = async () => {
      const explanation = await run(1)
      return {
        ...explanation,
        provenance: { ...explanation.provenance, input: { ...explanation.provenance.input, settings: now } },
      }
    }
    return (await verify(withSettings(then), again)).same
  }
  expect(await compared({ list: [1, 2, { a: 1 }] }, { list: [1, 2, { a: 1 }] })).toBe(true)
  expect(await compared({ list: [1, 2] }, { list: [2, 1] })).toBe(false)
  expect(await compared({ list: [1, 2] }, { list: { 0: 1, 1: 2 } })).toBe(false)
  expect(await compared({ a: "1" }, { a: 1 })).toBe(false)
  expect(await compared({ a: null }, {})).toBe(false)
})
