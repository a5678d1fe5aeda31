import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { decodePicture, encodePng } from "@pami/image/node"
import {
  brightness,
  onnxModel,
  returnsNaN,
  twoInputs,
  twoOutputs,
  unsupportedOperator,
} from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami, pamiStoppedIn } from "./fixtures.ts"

let at: string
let picture: string
let model: string
const path = (name: string) => join(at, name)
const windows = ["--strategy", "sliding-window"]

beforeAll(async () => {
  at = folder()
  picture = await flag(at)
  model = file(at, "model.onnx", brightness({ size: 32 }))
  file(at, "labels.txt", "red\ngreen\nblue\n")
  file(at, "text.onnx", "not a model\n")
  file(at, "page.onnx", "<!DOCTYPE html><html></html>")
  file(at, "cut.onnx", readFileSync(model).subarray(0, 200))
  file(at, "text.png", "not an image\n")
  file(at, "one.png", await encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) }))
  file(at, "huge.png", hugePng(20000, 20000))
  const jpeg = await import("sharp").then(({ default: sharp }) =>
    sharp(picture).resize(300, 200).jpeg().toBuffer(),
  )
  file(at, "cut.jpg", jpeg.subarray(0, jpeg.length >> 1))
  file(at, "nan.onnx", returnsNaN())
  file(at, "two.onnx", twoInputs())
  file(at, "outputs.onnx", twoOutputs())
  file(at, "pictures.onnx", twoPictures())
  file(at, "strange.onnx", unsupportedOperator())
  file(at, "broken.json", "{")
})

/** An image that declares far more pixels than its few bytes could hold. */
function hugePng(width: number, height: number): Uint8Array {
  const bytes = Buffer.concat([
    Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    Buffer.alloc(8),
    Buffer.from("0802000000", "hex"),
    Buffer.alloc(4),
    Buffer.from("0000000049454e44ae426082", "hex"),
  ])
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

function twoPictures(): Uint8Array {
  const shape = [null, 3, 8, 8]
  return onnxModel({
    inputs: [
      { name: "before", dtype: "float32", shape },
      { name: "after", dtype: "float32", shape },
    ],
    outputs: [{ name: "change", dtype: "float32", shape }],
    nodes: [{ op: "Sub", inputs: ["before", "after"], outputs: ["change"] }],
  })
}

const own = () => [picture, "--model", model, "--preset", "0-1"]
const cases: [what: string, args: () => string[], status: number, code: string, words: RegExp][] = [
  ["a missing image", () => [path("no.png"), "--model", model], 3, "FILE_NOT_FOUND", /no\.png/],
  ["a missing model", () => [picture, "--model", path("no.onnx")], 3, "FILE_NOT_FOUND", /no\.onnx/],
  ["missing labels", () => [...own(), "--labels", path("no.txt")], 3, "FILE_NOT_FOUND", /no\.txt/],
  ["a folder for an image", () => [at, "--model", model], 3, "FILE_UNREADABLE", /folder|directory/],
  ["a text file named .onnx", () => [picture, "--model", path("text.onnx")], 3, "MODEL_UNRECOGNIZED", /text/],
  [
    "a web page named .onnx",
    () => [picture, "--model", path("page.onnx")],
    3,
    "MODEL_UNRECOGNIZED",
    /web page|HTML/i,
  ],
  ["a truncated model", () => [picture, "--model", path("cut.onnx")], 3, "MODEL_TRUNCATED", /byte/],
  [
    "an unknown operator",
    () => [picture, "--model", path("strange.onnx")],
    3,
    "MODEL_UNSUPPORTED",
    /Frobnicate/,
  ],
  ["a text file named .png", () => [path("text.png"), "--model", model], 3, "PICTURE_UNSUPPORTED", /text/],
  ["an image of 1x1", () => [path("one.png"), "--model", model], 3, "PICTURE_TOO_SMALL", /1 ?x ?1/],
  [
    "a tiny file that declares 20,000x20,000",
    () => [path("huge.png"), "--model", model],
    3,
    "PICTURE_TOO_LARGE",
    /20,?000/,
  ],
  ["a truncated JPEG", () => [path("cut.jpg"), "--model", model], 3, "PICTURE_BROKEN", /cut\.jpg/],
  ["a label that does not exist", () => [...own(), "--target", "purple"], 3, "LABEL_NOT_FOUND", /purple/],
  ["an index out of range", () => [...own(), "--target", "3"], 3, "TARGET_OUT_OF_RANGE", /0 to 2/],
  ["a versus out of range", () => [...own(), "--versus", "99"], 3, "TARGET_OUT_OF_RANGE", /0 to 2/],
  [
    "two inputs for images and none chosen",
    () => [picture, "--model", path("pictures.onnx")],
    3,
    "INPUT_NOT_CHOSEN",
    /before.*after/,
  ],
  [
    "a second input that nothing is fed to",
    () => [picture, "--model", path("two.onnx")],
    3,
    "INPUT_NOT_FED",
    /strength/,
  ],
  ["an input that does not exist", () => [...own(), "--model-input", "x"], 3, "INPUT_NOT_FOUND", /"x"/],
  [
    "two outputs and none chosen",
    () => [picture, "--model", path("outputs.onnx"), "--labels", path("labels.txt")],
    0,
    "",
    /^$/,
  ],
  ["an output that does not exist", () => [...own(), "--model-output", "x"], 3, "OUTPUT_NOT_FOUND", /"x"/],
  ["another size than the model takes", () => [...own(), "--size", "64"], 3, "SHAPE_MISMATCH", /32/],
  ["a model that returns NaN", () => [picture, "--model", path("nan.onnx")], 4, "OUTPUT_NOT_FINITE", /NaN/],
  [
    "a preset file that is none",
    () => [...own(), "--preset", path("broken.json")],
    3,
    "PRESET_INVALID",
    /JSON/,
  ],
  [
    "an output in a folder that does not exist",
    () => [...own(), "-o", path("no/such/out.png")],
    4,
    "FILE_UNWRITABLE",
    /folder does not exist/,
  ],
  ["an output that is a folder", () => [...own(), "-o", at], 4, "FILE_UNWRITABLE", /folder/],
  [
    "a batch that a fixed model cannot take",
    () => [picture, "--model", file(at, "fixed.onnx", brightness({ batch: 1, size: 32 })), "--batch", "8"],
    2,
    "USAGE",
    /from 1 to 1/,
  ],
  ["a number that is none", () => [...own(), "--radius", "big"], 2, "USAGE", /at least 1; got "big"/],
  ["a mean of two numbers", () => [...own(), "--mean", "1,2"], 2, "USAGE", /one number or three/],
  [
    "windows with gaps",
    () => [...own(), ...windows, "--radius", "2", "--stride", "9"],
    2,
    "USAGE",
    /leave no gap/,
  ],
  [
    "a batch of more than memory has",
    () => [picture, "--model", file(at, "free.onnx", brightness({ size: 224 })), "--batch", "60000"],
    3,
    "BATCH_TOO_LARGE",
    /60000 items, [\d,]{14,} bytes of input in one run; at most 1,073,741,824, a batch of \d+\./,
  ],
  ["a batch of far too many", () => [...own(), "--batch", "1000000"], 2, "USAGE", /--batch: .* 1 to 65536/],
  [
    "a number that is a label and another class's index",
    () => [...own(), "--labels", file(at, "numbers.txt", "2\nx\n"), "--target", "2"],
    3,
    "TARGET_AMBIGUOUS",
    /class 2 has no label, and the label "2" is class 0\. Write --target index:2/,
  ],
  ["the same file twice", () => [...own(), "-o", path("x"), "--map", path("x")], 2, "USAGE", /same file/],
]

for (const [what, args, status, code, words] of cases)
  test(`${what}: status ${status}${code && `, ${code}`}`, async () => {
    const output = args().includes("-o") ? [] : ["--no-figure"]
    const call = await pami(["explain", ...args(), ...output, "--passes", "20", "--quiet"])
    expect(call.status, call.stderr).toBe(status)
    expect(call.stderr).toMatch(words)
    expect(call.stderr).toContain(code)
    expect(call.stderr).not.toMatch(/\n\s+at /)
  })

test("--json prints an error as one document", async () => {
  const call = await pami(["explain", picture, "--model", path("text.onnx"), "--json"])
  expect(JSON.parse(call.stdout)).toMatchObject({ error: { code: "MODEL_UNRECOGNIZED" } })
})

test("an unknown option, command or choice is a usage error with a hint", async () => {
  for (const args of [
    ["explain", "a.png", "--colour", "x"],
    ["explian"],
    ["explain"],
    ["explain", "a.png", "--mode", "x"],
  ]) {
    const call = await pami(args)
    expect(call.status).toBe(2)
    expect(call.stderr).toMatch(/--help/)
  }
})

test("abort in mid-sweep: what was computed is written, and said to be stopped early", async () => {
  const [out, map, manifest] = ["stopped.png", "stopped.npy", "stopped.json"].map(path)
  const args = [
    "explain",
    ...own(),
    "-o",
    out,
    "--map",
    map,
    "--manifest",
    manifest,
    "--batch",
    "4",
    "--json",
  ]
  const call = await pamiStoppedIn(1, args)
  expect(call.status).toBe(130)
  const [result] = JSON.parse(call.stdout).results
  expect(result).toMatchObject({ complete: false, error: { code: "ABORTED" } })
  expect(result.passes).toBeGreaterThan(0)
  for (const name of [out, map, manifest]) expect(existsSync(name)).toBe(true)
  const again = await pami(["verify", manifest])
  expect(again.status, again.stdout).toBe(0)
})

test("NaN in mid-sweep: the passes before it are written, and the error is printed", async () => {
  // Black and bright images are spared: the input and the baseline are fine, most masked images are not.
  const brittle = file(at, "brittle.onnx", returnsNaN({ between: [0.03, 0.3] }))
  const out = path("brittle.png")
  const args = ["explain", picture, "--model", brittle, "--preset", "0-1", "--size", "32", "--mask", "black"]
  const call = await pami([...args, "-o", out, "--batch", "1"])
  expect(call.status).toBe(4)
  expect(call.stderr).toContain("OUTPUT_NOT_FINITE")
  expect(existsSync(out)).toBe(true)
})

test.runIf(existsSync("/dev/full"))(
  "a full disk: the other files are written, and the figure is saved elsewhere",
  async () => {
    const map = path("kept.npy")
    const call = await pami(["explain", ...own(), "-o", "/dev/full", "--map", map, "--passes", "20"])
    expect(call.status).toBe(4)
    expect(call.stderr).toMatch(/FILE_UNWRITABLE/)
    expect(call.stderr).toMatch(/disk is full/)
    expect(existsSync(map)).toBe(true)
    const [, rescued] = /saved as (\S+) instead/.exec(call.stderr) ?? []
    expect((await decodePicture(rescued)).width).toBeGreaterThan(100)
  },
)

test.runIf(existsSync("/dev/full"))(
  "two results that cannot be written: both errors are printed",
  async () => {
    const call = await pami(["explain", ...own(), "-o", "/dev/full", "--map", "/dev/full", "--passes", "8"])
    expect(call.status).toBe(4)
    const saved = [...call.stderr.matchAll(/saved as (\S+) instead/g)].map(([, place]) => place)
    expect(saved).toHaveLength(2)
    expect(saved.every((place) => existsSync(place))).toBe(true)
  },
)

test.runIf(existsSync("/dev/full"))("a model that fails and a full disk: both are reported", async () => {
  const brittle = file(at, "brittle-too.onnx", returnsNaN({ between: [0.03, 0.3] }))
  const args = ["explain", picture, "--model", brittle, "--preset", "0-1", "--size", "32", "--mask", "black"]
  const call = await pami([...args, "-o", "/dev/full", "--batch", "1"])
  expect(call.status).toBe(4)
  expect(call.stderr).toMatch(
    /scored NaN.*masking operator; \S+ could not.*disk is full.*saved as \S+ instead.*\[OUTPUT_NOT_FINITE\]/,
  )
})

test("with --json the results so far are unsaved until they are printed", async () => {
  const unsaved: boolean[] = []
  const args = ["explain", picture, path("no.png"), "--model", model, "--preset", "0-1", "--passes", "4"]
  const call = await pami([...args, "-o", path("several"), "--json"], undefined, (now) => unsaved.push(now))
  expect(JSON.parse(call.stdout).results).toHaveLength(2)
  expect(unsaved.at(-1)).toBe(false)
  expect(unsaved.indexOf(false)).toBe(unsaved.length - 1)
})

test("a result that could not be replaced stays as it was", async () => {
  mkdirSync(path("kept"), { recursive: true })
  const out = file(path("kept"), "out.png", "before")
  const call = await pami(["explain", path("no.png"), "--model", model, "-o", out])
  expect(call.status).toBe(3)
  expect(readFileSync(out, "utf8")).toBe("before")
})
