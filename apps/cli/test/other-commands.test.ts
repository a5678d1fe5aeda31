import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brightness, onnxModel, twoOutputs } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"
import { backendModule } from "./backend-module.ts"

let at: string
let picture: string
let model: string

beforeAll(async () => {
  at = folder()
  picture = await flag(at)
  model = file(at, "model.onnx", brightness({ size: 32, output: "logits" }))
})

async function manifestAt(name: string, ...args: string[]): Promise<string> {
  const path = join(at, name)
  const own = ["explain", picture, "--model", model, "--preset", "0-1", "--passes", "50", "--no-figure"]
  const call = await pami([...own, "--manifest", path, ...args])
  expect(call.status, call.stderr).toBe(0)
  return path
}

test("a manifest is the same bytes every time, and verifies", async () => {
  const path = await manifestAt("a.json", "--mask", "noise", "--seed", "7", "--target", "top:2")
  const before = readFileSync(path, "utf8")
  await manifestAt("a.json", "--mask", "noise", "--seed", "7", "--target", "top:2", "--batch", "3")
  expect(readFileSync(path, "utf8")).toBe(before)
  const call = await pami(["verify", path])
  expect(call.status, call.stdout).toBe(0)
  expect(call.stdout).toContain("same to the last bit")
})

test("a manifest carries no path of the machine, and moves with its files", async () => {
  const mask = await flag(at, "mask.png", 10, 10)
  const path = await manifestAt("b.json", "--mask", mask)
  expect(readFileSync(path, "utf8")).not.toContain(at)
  const moved = join(at, "elsewhere")
  mkdirSync(moved)
  for (const name of ["b.json", "mask.png"]) renameSync(join(at, name), join(moved, name))
  file(moved, "flag.png", readFileSync(picture))
  file(moved, "model.onnx", readFileSync(model))
  expect((await pami(["verify", join(moved, "b.json")])).status).toBe(0)
})

test("another image, model or option is found, and named", async () => {
  const path = await manifestAt("c.json")
  const other = await flag(at, "other.png", 40, 32)
  const call = await pami(["verify", path, "--picture", other, "--json"])
  expect(call.status).toBe(4)
  const { same, checks } = JSON.parse(call.stdout) as {
    same: boolean
    checks: { what: string; same: boolean }[]
  }
  expect(same).toBe(false)
  expect(checks.filter((check) => !check.same).map(({ what }) => what)).toEqual(
    expect.arrayContaining(["input digest", "map of target 0: digest"]),
  )
  const changed = file(at, "changed.onnx", brightness({ size: 32, output: "logits", gain: 5 }))
  expect((await pami(["verify", path, "--model", changed])).stdout).toMatch(/DIFFERENT {2}model digest/)
  const record = JSON.parse(readFileSync(path, "utf8")) as { extra: { recipe: { mode: string } } }
  record.extra.recipe.mode = "authors"
  writeFileSync(path, JSON.stringify(record))
  expect((await pami(["verify", path])).stdout).toMatch(/DIFFERENT {2}partitioner/)
})

test("verify --json has the findings, as that of a model that answers differently every time", async () => {
  const backend = backendModule(
    at,
    "random.js",
    "reference",
    "(numbers) => numbers.map((number) => number * (1 + 0.1 * Math.random()))",
  )
  const path = join(at, "random.json")
  const how = ["--backend", backend, "--strategy", "grid", "--passes", "2"]
  await pami(["explain", picture, ...how, "--no-figure", "--manifest", path])
  const call = await pami(["verify", path, "--backend", backend, "--json"])
  expect(call.status).toBe(4)
  const { findings } = JSON.parse(call.stdout) as { findings: { code: string }[] }
  expect(findings.map(({ code }) => code)).toContain("NOT_DETERMINISTIC")
})

test("a file that is not a manifest, or whose image is missing, is refused", async () => {
  expect(await pami(["verify", file(at, "d.json", "{}")])).toMatchObject({
    status: 3,
    stderr: expect.stringContaining("MANIFEST_INVALID"),
  })
  const path = await manifestAt("e.json")
  expect(await pami(["verify", path, "--picture", join(at, "gone.png")])).toMatchObject({
    status: 3,
    stderr: expect.stringContaining("FILE_NOT_FOUND"),
  })
})

test("inspect tells what a model declares, and guesses the rest with reasons", async () => {
  const { stdout, status } = await pami(["inspect", model])
  expect(status).toBe(0)
  expect(stdout).toMatch(/input +image +float32 \[N, 3, 32, 32\]/)
  expect(stdout).toMatch(/output +logits +float32 \[N, 3\]/)
  expect(stdout).toMatch(/layout +nchw +\S+/)
  expect(stdout).toMatch(/batch +free/)
  const fixed = await pami([
    "inspect",
    file(at, "fixed.onnx", brightness({ batch: 4, layout: "nhwc", dtype: "uint8", size: 20 })),
    "--json",
  ])
  expect(JSON.parse(fixed.stdout)).toMatchObject({
    limits: { largestBatch: 4 },
    guess: {
      layout: { value: "nhwc" },
      size: { value: { width: 20, height: 20 } },
      preset: { value: "0-255" },
    },
  })
})

test("inspect with an image compares the presets", async () => {
  const { stdout } = await pami([
    "inspect",
    model,
    picture,
    "--labels",
    file(at, "l.txt", "red\ngreen\nblue"),
  ])
  for (const preset of ["imagenet", "caffe", "clip", "0-255", "-1-1"])
    expect(stdout).toMatch(new RegExp(`\\n +${preset} +(red|green|blue) [\\d.]+ %`))
})

test("inspect of a model that takes no image says so, and what it seems to be", async () => {
  expect((await pami(["inspect", file(at, "two.onnx", twoOutputs())])).status).toBe(0)
  const ids = onnxModel({
    inputs: [{ name: "input_ids", dtype: "int64", shape: [null, 16] }],
    outputs: [{ name: "logits", dtype: "int64", shape: [null, 16] }],
    nodes: [{ op: "Identity", inputs: ["input_ids"], outputs: ["logits"] }],
  })
  const { status, stdout } = await pami(["inspect", file(at, "odd.onnx", ids), picture])
  expect(status).toBe(0)
  expect(stdout).toContain('takes       text: an input is called "input_ids"')
  expect(stdout).toContain("command     pami explain review.txt")
  expect(stdout).not.toContain("For an image")
})

test("inspect prints what the file declares before anything that fails", async () => {
  const labels = file(at, "latin.txt", Uint8Array.of(114, 228, 116))
  for (const failing of [
    ["--labels", labels],
    ["--preset", "imagenit"],
    ["--model-input", "image1"],
  ]) {
    const { status, stdout, stderr } = await pami(["inspect", model, picture, ...failing])
    expect(status).toBe(3)
    expect(stdout).toMatch(/input +image +float32 \[N, 3, 32, 32\]/)
    expect(stderr).toMatch(/LABELS_INVALID|Did you mean "imagenet"|no input "image1"/)
    const { stdout: json } = await pami(["inspect", model, picture, ...failing, "--json"])
    expect(JSON.parse(json)).toMatchObject({
      inputs: [{ name: "image" }],
      error: { code: expect.any(String) },
    })
  }
})

test("what lies near a model is found, and a broken file there does not end the run", async () => {
  const repository = join(at, "repository")
  mkdirSync(join(repository, "onnx"), { recursive: true })
  const own = file(join(repository, "onnx"), "model.onnx", brightness({ size: 16, output: "logits" }))
  file(repository, "config.json", JSON.stringify({ id2label: { 0: "rouge", 1: "vert", 2: "bleu" } }))
  file(repository, "preprocessor_config.json", "{")
  mkdirSync(join(repository, "labels.txt"))
  symlinkSync("nowhere.json", join(repository, "processor_config.json"))
  const { status, stdout } = await pami(["inspect", own, picture])
  expect(status).toBe(0)
  expect(stdout).toContain("labels      3: rouge, vert, bleu")
  expect(stdout).toContain("../labels.txt next to the model was ignored: it is not a file")
  expect(stdout).toContain("../preprocessor_config.json next to the model was ignored: it is not JSON: ")
  expect(stdout).toContain(
    "../processor_config.json next to the model was ignored: it is a link that leads nowhere",
  )
  expect(stdout).toMatch(/\n +0-1 +(rouge|vert|bleu)/)
  const named = await pami(["inspect", own, "--preset", join(repository, "preprocessor_config.json")])
  expect(named).toMatchObject({ status: 3, stderr: expect.stringContaining("PRESET_INVALID") })
})

test.each([["explain", "scene.png", "--backend"], ["backends"]])(
  "%s with an unknown backend: the error lists the known ones",
  async (...args) => {
    const { stderr, status } = await pami([...args, "no-such-backend"])
    expect(status).toBe(2)
    expect(stderr).toMatch(/unknown backend "no-such-backend".*onnxruntime-node, onnxruntime-web, tfjs/)
  },
)

test.each([
  [
    "whose create throws",
    `available: async () => ({ usable: true, version: "1" }), create() { throw new TypeError("no fuel") }`,
    /no fuel/,
  ],
  ["without available", `create() {}`, /available/],
])("backends has a line for a module %s", async (what, members, words) => {
  const module = file(
    at,
    `${what.length}.mjs`,
    `export default { name: "odd", devices: ["cpu"], ${members} }`,
  )
  const { stdout, stderr, status } = await pami(["backends", module])
  expect(status, stderr).toBe(0)
  expect(stdout).toMatch(/^odd:cpu +not available: \S/)
  expect(stdout).toMatch(words)
})

test("backends tells what runs here", async () => {
  const { stdout, status } = await pami(["backends"])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^onnxruntime-node:cpu +ready, \d+\.\d+.*, onnx$/m)
  expect(stdout).toMatch(/^onnxruntime-web:wasm +ready/m)
  expect(stdout).toMatch(/^tfjs:cpu +ready/m)
  // No browser here.
  expect(stdout).toMatch(/^tfjs:webgl +not available: \S/m)
  expect(JSON.parse((await pami(["backends", "onnxruntime-node:cpu", "--json"])).stdout)).toMatchObject({
    backends: [{ backend: "onnxruntime-node", device: "cpu", usable: true, formats: ["onnx"] }],
  })
})
