import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { functionModel, noise, plainInput } from "../test/fixtures.ts"
import {
  average,
  classProbability,
  explain,
  manifest,
  parseManifest,
  sha256,
  slidingWindow,
  verify,
  version,
} from "./index.ts"

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
  for (const text of ["", "{", "null", '{"format":"other","maps":[]}', '{"format":"pami-manifest-1"}'])
    expect(() => parseManifest(text)).toThrow(expect.objectContaining({ code: "MANIFEST_INVALID" }))
})

test("the version in manifests is the package's", () => {
  const { version: declared } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  ) as { version: string }
  expect(version).toBe(declared)
})
