import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import { brightness } from "@pami/test-models"
import { afterAll, beforeAll, expect, test } from "vitest"
import { distinctNames } from "../src/distinct-names.ts"
import { writeResult } from "../src/write.ts"
import { file, flag, folder, pami } from "./fixtures.ts"

let at: string
let own: string[]
const path = (...names: string[]) => join(at, ...names)
const before = process.cwd()

beforeAll(async () => {
  at = folder()
  process.chdir(at)
  await flag(at, "in.png")
  file(at, "model.onnx", brightness({ size: 32 }))
  file(at, "model.onnx.data", "weights")
  file(at, "names.txt", "red\ngreen\nblue\n")
  file(at, "strength.npy", "numbers")
  file(at, "list.json", `[{ "algorithm": "slic", "segments": 4 }]`)
  for (const name of ["mask.png", "parts.png", "preset.json"]) copyFileSync(path("in.png"), path(name))
  mkdirSync(path("folder"))
  copyFileSync(path("in.png"), path("folder", "in.png"))
  symlinkSync("in.png", path("link.png"))
  symlinkSync(path("folder"), path("elsewhere"))
  symlinkSync(path("later.png"), path("dangling.png"))
  linkSync(path("in.png"), path("hard.png"))
  own = ["in.png", "--model", "model.onnx", "--preset", "0-1"]
  // A repository as of transformers.js, and a model behind a link with its labels beside the link.
  mkdirSync(path("repository", "onnx"), { recursive: true })
  copyFileSync(path("model.onnx"), path("repository", "onnx", "model.onnx"))
  file(at, "repository/config.json", `{ "id2label": { "0": "red" } }`)
  mkdirSync(path("linked"))
  symlinkSync(path("model.onnx"), path("linked", "model.onnx"))
  file(at, "linked/labels.txt", "red\ngreen\nblue\n")
})
const address = (...names: string[]) => pathToFileURL(path(...names)).href
afterAll(() => process.chdir(before))

type Case = [what: string, args: () => string[], words: RegExp]
const refused: Case[] = [
  ["an input", () => [...own, "-o", "in.png"], /^pami: -o would overwrite the input image in\.png;/],
  ["an input by another spelling", () => [...own, "-o", "folder/../in.png"], /-o would overwrite the input/],
  ["an input through a link", () => [...own, "-o", "link.png"], /-o would .* \(link\.png is the same file\)/],
  ["an input under its other name", () => [...own, "--map", "hard.png"], /--map would overwrite the input/],
  ["an input that is a link", () => ["link.png", "-o", "in.png"], /the input image link\.png/],
  [
    "an input through a link of its folder",
    () => ["folder/in.png", "-o", "elsewhere/in.png"],
    /-o would overwrite the input image folder\/in\.png/,
  ],
  ["one of several inputs", () => ["in.png", "mask.png", "-o", "."], /-o would overwrite the input image/],
  [
    "an input by the default name",
    () => ["in.png", file(at, "in.pami.png", "x")],
    /default name would overwrite the input image .*in\.pami\.png/,
  ],
  ["the model", () => [...own, "--map", "model.onnx"], /--map would overwrite the model model\.onnx/],
  ["its weights", () => [...own, "--map", "model.onnx.data"], /--map .* beside the model/],
  [
    "the configuration one folder up",
    () => ["in.png", "--model", "repository/onnx/model.onnx", "--manifest", "repository/config.json"],
    /--manifest .* beside the model/,
  ],
  [
    "labels beside a link to the model",
    () => ["in.png", "--model", "linked/model.onnx", "--map", "linked/labels.txt"],
    /--map .* beside the model/,
  ],
  [
    "a model given by its address",
    () => ["in.png", "--model", address("model.onnx"), "--map", "model.onnx"],
    /--map would overwrite the model/,
  ],
  [
    "an input given by its address",
    () => [address("in.png"), "-o", "in.png"],
    /-o would overwrite the input/,
  ],
  [
    "a feed given by its address",
    () => [...own, "--feed", `x=${address("strength.npy")}`, "--map", "strength.npy"],
    /the feed of x/,
  ],
  [
    "an input, the output given by its address",
    () => ["in.png", "-o", address("in.png")],
    /-o would overwrite/,
  ],
  ["labels", () => [...own, "--labels", "names.txt", "--manifest", "names.txt"], /the labels names\.txt/],
  ["labels that nobody named", () => [...own, "--manifest", "names.txt"], /beside the model/],
  ["a preset", () => ["in.png", "--preset", "preset.json", "--manifest", "preset.json"], /the preset/],
  ["a mask", () => [...own, "--mask", "mask.png", "-o", "mask.png"], /the mask mask\.png/],
  ["a feed", () => [...own, "--feed", "x=strength.npy", "--map", "strength.npy"], /the feed of x/],
  [
    "a list of partitions",
    () => [...own, "--partitions", "list.json", "--map", "list.json"],
    /the partitions/,
  ],
  ["a label map", () => [...own, "--partitions", "parts.png", "-o", "parts.png"], /the partitions/],
  ["each other", () => [...own, "-o", "x.png", "--map", "x.png"], /-o and --map name the same file x\.png/],
  ["each other by case", () => [...own, "--map", "New.npy", "--manifest", "new.npy"], /same file/],
  ["each other by accents", () => [...own, "--map", "\u00e9", "--manifest", "e\u0301"], /same file/],
  ["each other through a link", () => [...own, "-o", "dangling.png", "--map", "later.png"], /same file/],
]
test.each(refused)("explain does not overwrite %s", async (_, args, words) => {
  const call = await pami(["explain", ...args()])
  expect(call.status, call.stderr).toBe(2)
  expect(call.stderr).toMatch(words)
})

test.each<Case>([
  ["the image", () => ["in.png", "--labels-out", "in.png"], /--labels-out would overwrite the input image/],
  ["a label map", () => ["in.png", "--partitions", "parts.png", "-o", "parts.png"], /the partitions/],
  ["its other output", () => ["in.png", "-o", "s.png", "--labels-out", "s.png"], /same file s\.png/],
])("segment does not overwrite %s", async (_, args, words) => {
  const call = await pami(["segment", ...args()])
  expect(call.status, call.stderr).toBe(2)
  expect(call.stderr).toMatch(words)
})

test("conformance does not overwrite the model", async () => {
  const call = await pami([
    "conformance",
    "--model",
    "model.onnx",
    "--input",
    "in.png",
    "--html",
    "model.onnx",
  ])
  expect(call.status).toBe(2)
  expect(call.stderr).toMatch(/--html would overwrite the model/)
})

test("several results get a name each", async () => {
  expect(distinctNames(["a/x.png", "b/x.png", "x-2.png"], 9)).toEqual(["x", "x-3", "x-2"])
  expect(distinctNames(["x.png", "x.png", "X.jpg", "x"], 9)).toEqual(["x", "x-2", "X-3", "x-4"])
  const long = distinctNames([`${"ä".repeat(125)}.png`, `${"ä".repeat(125)}.jpg`], 9)
  expect(new Set(long).size).toBe(2)
  for (const name of long) expect(Buffer.byteLength(`${name}.pami.png`)).toBeLessThanOrEqual(255)
})

test("label maps of the same name get a file each", async () => {
  mkdirSync(path("labels"))
  const maps = ["parts.png", "folder/in.png", "in.png"]
  const call = await pami([
    "segment",
    "in.png",
    "--partitions",
    ...maps,
    "-o",
    "drawn.png",
    "--labels-out",
    "labels",
  ])
  expect(call.status, call.stderr).toBe(0)
  expect(readdirSync(path("labels"))).toEqual(["in.in-2.png", "in.in.png", "in.parts.png"])
})

test("a result may be written again, by a name of 255 bytes, and keeps who may read it", async () => {
  const name = `${"x".repeat(251)}.png`
  for (const text of ["first", "second"]) await writeResult(path(name), text)
  expect(readFileSync(path(name), "utf8")).toBe("second")
  const hidden = file(at, "hidden.npy", "before")
  const { chmodSync } = await import("node:fs")
  chmodSync(hidden, 0o600)
  await writeResult(hidden, "after")
  expect(statSync(hidden).mode & 0o777).toBe(0o600)
  expect(readdirSync(at).filter((one) => one.endsWith(".part"))).toEqual([])
})

test("links in a circle lead nowhere", async () => {
  symlinkSync("circle.png", path("circle.png"))
  const call = await pami(["segment", "in.png", "-o", "circle.png"])
  expect(call.status).toBe(4)
  expect(call.stderr).toMatch(/circle\.png cannot be written: its links lead in a circle/)
})

test("a link stays a link: what it leads to is written", async () => {
  await writeResult(path("dangling.png"), "through")
  expect(readFileSync(path("later.png"), "utf8")).toBe("through")
})

test.runIf(existsSync("/dev/full"))("what is saved elsewhere overwrites nothing and is private", async () => {
  const rescued = async () => {
    const error = await writeResult("/dev/full", "kept").catch((thrown: Error) => thrown)
    return /saved as (\S+) instead/.exec((error as Error).message)![1]
  }
  const [first, second] = [await rescued(), await rescued()]
  expect(basename(first)).not.toBe(basename(second))
  expect(readFileSync(second, "utf8")).toBe("kept")
  expect(statSync(second).mode & 0o077).toBe(0)
})

test("a figure is written in the format that its name says, or refused", async () => {
  const call = await pami(["segment", "in.png", "-o", "drawn.jpg"])
  expect(call.status, call.stderr).toBe(0)
  expect([...readFileSync(path("drawn.jpg")).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  for (const [args, words] of [
    [["explain", "in.png", "-o", "drawn.gif"], /\.png, \.jpg, \.webp, \.html or \.svg, not as \.gif/],
    [["explain", "in.png", "--map", "map.png"], /--map map\.png: an array is written as \.npy, not as \.png/],
    [["explain", "in.png", "--manifest", "m.png"], /--manifest m\.png: .*\.json, not as \.png/],
    [["segment", "in.png", "--labels-out", "l.jpg"], /--labels-out l\.jpg: .*\.png, not as \.jpg/],
    [["conformance", "--html", "page.pdf"], /--html page\.pdf: .*\.html, not as \.pdf/],
  ] as const) {
    const other = await pami(args)
    expect(other.status, other.stdout).toBe(2)
    expect(other.stderr).toMatch(words)
  }
})

test.runIf(existsSync("/dev/null"))("a device takes any number of results", async () => {
  const call = await pami(["segment", "in.png", "-o", "/dev/null", "--labels-out", "/dev/null"])
  expect(call.status, call.stderr).toBe(0)
})
