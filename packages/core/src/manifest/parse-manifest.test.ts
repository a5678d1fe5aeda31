import { expect, test } from "vitest"
import { parseManifest } from "../index.ts"

const digest = `sha256:${"0".repeat(64)}`
const map = { target: 0, original: 0.9, baseline: 0.1, digest, peak: 3, lowest: 0, highest: 1, mean: 0.5 }
const record = {
  format: "pami-manifest-2",
  version: "1.0.0",
  backend: "onnxruntime-node",
  model: { digest, settings: {} },
  input: { digest, settings: {} },
  partitioner: { name: "grid", settings: {} },
  target: { name: "class-probability", settings: {} },
  scale: { unit: "probability", range: [0, 1] },
  grids: [{ name: "units", shape: [4] }],
  passes: 4,
  complete: true,
  maps: [map],
  extra: {},
}
const parse = (fields: object) => parseManifest(JSON.stringify({ ...record, ...fields }))
const parseMap = (fields: object) => parse({ maps: [{ ...map, ...fields }] })

test.each<[string, object]>([
  ["as it is written", {}],
  ["of a scale without range", { scale: { unit: "similarity" } }],
  ["of a target with a name", { maps: [{ ...map, target: "boat" }] }],
  ["of a map without values", { maps: [{ ...map, peak: -1, lowest: null, highest: null, mean: null }] }],
  ["of two targets", { maps: [map, { ...map, target: 2 ** 31 - 1 }] }],
  ["of the longest names", { version: "a".repeat(1000) }],
  [
    "of 16 grids of 8 axes",
    { grids: Array.from({ length: 16 }, () => ({ name: "g", shape: [1, 1, 1, 1, 1, 1, 1, 1] })) },
  ],
  ["of the largest number of passes", { passes: Number.MAX_SAFE_INTEGER }],
  ["of settings within settings", { extra: JSON.parse(`${'{"a":'.repeat(30)}1${"}".repeat(30)}`) as object }],
])("a manifest is read %s", (_, fields) => {
  expect(parse(fields)).toEqual({ ...record, ...fields })
})

test.each<[string, object]>([
  ["version: a text of at most 1000 characters, got", { version: "a".repeat(1001) }],
  ["version is missing", { version: undefined }],
  ['model.digest: "sha256:" and a digest, got 5', { model: { digest: 5, settings: {} } }],
  ['model.digest: "sha256:" and a digest, got "sha256:"', { model: { digest: "sha256:", settings: {} } }],
  ['input.digest: "sha256:" and a digest', { input: { digest: `a${digest}`, settings: {} } }],
  ['input.digest: "sha256:" and a digest', { input: { digest: `sha256:${"0".repeat(101)}`, settings: {} } }],
  ["input.settings: an object, got null", { input: { digest, settings: null } }],
  ["partitioner: an object, got a list of 0", { partitioner: [] }],
  ["target.name: a text", { target: { name: null, settings: {} } }],
  ["target.more: unknown field", { target: { name: "a", settings: {}, more: 1 } }],
  ["scale.range: a list of 2, got a list of 1", { scale: { unit: "value", range: [0] } }],
  ["scale.range[1]: a finite number, got null", { scale: { unit: "value", range: [0, Infinity] } }],
  ["scale.unit: one of probability, log-probability, similarity, value, got 7", { scale: { unit: 7 } }],
  [
    "grids: a list of 1 to 16, got a list of 17",
    { grids: Array.from({ length: 17 }, () => record.grids[0]) },
  ],
  [
    "grids[0].shape: a list of 1 to 8, got a list of 9",
    { grids: [{ name: "g", shape: Array.from({ length: 9 }, () => 1) }] },
  ],
  ["grids[0].shape[0]: a whole number from 1 to 2147483647, got 0", { grids: [{ name: "g", shape: [0] }] }],
  ["passes: a whole number from 0 to 9007199254740991, got -1", { passes: -1 }],
  ["passes: a whole number from 0 to 9007199254740991, got an object", { passes: {} }],
  ["maps[0].original: a finite number, got null", { maps: [{ ...map, original: null }] }],
  ["maps[0].peak: a whole number from -1 to 2147483647, got -2", { maps: [{ ...map, peak: -2 }] }],
  ["maps[0].lowest: a finite number or null, got true", { maps: [{ ...map, lowest: true }] }],
  ["maps[0].target: a whole number from 0 to 2147483647, got -1", { maps: [{ ...map, target: -1 }] }],
  ["maps[1].target: a target with no other map, got 0", { maps: [map, map] }],
  ["extra: an object, got", { extra: "a" }],
])("a manifest with an error is refused: %s", (message, fields) => {
  expect(() => parse(fields)).toThrow(message)
  expect(() => parse(fields)).toThrow(expect.objectContaining({ code: "MANIFEST_INVALID" }))
})

test("a text in another format is refused, with the format that it has", () => {
  const refused = 'a manifest has the format "pami-manifest-2" and a list of maps; this one\'s format is'
  expect(() => parse({ format: "pami-manifest-1" })).toThrow(`${refused} "pami-manifest-1"`)
  expect(() => parse({ maps: {} })).toThrow(`${refused} "pami-manifest-2"`)
  expect(() => parseManifest("[]")).toThrow(`${refused} null`)
  expect(() => parseManifest("{")).toThrow(/^a manifest is JSON; this is not: .+/)
})

test("values of anyone are shown as a few printable characters", () => {
  expect(() => parseMap({ digest: `${"é".repeat(50)}${"x".repeat(50)}` })).toThrow(
    new RegExp(`got "\\?{50}x{10}"$`),
  )
  expect(() => parse({ [`${"long".repeat(40)}`]: 1 })).toThrow(/^"(?:long){15}": unknown field$/)
  expect(() => parseMap({ "two words": 1 })).toThrow('maps[0]."two words": unknown field')
})

test("values nested deeper than 32 are refused, at their path", () => {
  const nested = (depth: number) => ({
    extra: JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) as object,
  })
  expect(() => parse(nested(31))).not.toThrow()
  expect(() => parse(nested(32))).toThrow(/^extra(?:\.a){31}: values nested at most 32 deep, got more$/)
  const lists = { extra: { list: JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`) as object } }
  expect(() => parse(lists)).toThrow(/^extra\.list\.0\.0.*nested at most 32 deep/)
})
