import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { startHub } from "@pami/test-models/hub"
import { models } from "@pami/zoo"
import { afterAll, beforeAll, expect, test } from "vitest"
import { explainer } from "../src/index.ts"
import { folder, pami } from "./fixtures.ts"

const at = folder()
const cache = join(at, "cache")
const commit = "0123456789abcdef0123456789abcdef01234567"
const beside = (file: string) => readFileSync(new URL(file, models.reviews.onnx.href))
const files = Object.fromEntries(
  ["config.json", "tokenizer.json", "tokenizer_config.json"].map((file) => [file, beside(file)]),
)
const repository = "zoo/reviews"
const address = `https://huggingface.co/${repository}/resolve/${commit}/onnx/model.onnx`
let hub: Awaited<ReturnType<typeof startHub>>

beforeAll(async () => {
  hub = await startHub({ repository, commit, files: { ...files, "onnx/model.onnx": beside("model.onnx") } })
  Object.assign(process.env, { HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: cache, HF_TOKEN: "hf_secret" })
})
afterAll(async () => {
  for (const name of ["HF_ENDPOINT", "HF_HUB_CACHE", "HF_TOKEN"]) delete process.env[name]
  await hub[Symbol.asyncDispose]()
  rmSync(at, { recursive: true })
})

test("a model of the hub is explained by its name; its manifest has the commit and verifies, without the token", async () => {
  const manifest = join(at, "dull.json")
  const named = ["--model", "hf:zoo/reviews", "--passes", "8"]
  const output = ["-o", join(at, "dull.html"), "--manifest", manifest]
  const call = await pami(["explain", "--text", "The ending was dull.", ...named, ...output])
  expect([call.status, call.stdout], call.stderr).toEqual([0, expect.stringContaining("negative")])
  expect(call.stdout).toContain(address)
  expect(readFileSync(join(at, "dull.html"), "utf8")).toContain("reviews@0123456")
  const written = readFileSync(manifest, "utf8")
  expect(JSON.parse(written)).toMatchObject({ extra: { model: address } })
  expect(written).not.toContain("hf_secret")

  // A stranger's manifest may not have anything loaded.
  const asked = hub.requests.length
  const alone = await pami(["verify", manifest])
  expect([alone.status, hub.requests.length]).toEqual([3, asked])
  expect(alone.stderr).toContain(`--model ${address}`)
  const again = await pami(["verify", manifest, "--model", address, "--allow", cache])
  expect(again.stdout, again.stderr).toContain("same to the last bit")
})

test("a program names a model of the hub as well", async () => {
  const explain = await explainer("hf:zoo/reviews")
  expect((await explain("The ending was dull.", { passes: 8 })).prediction[0].label).toBe("negative")
  await explain.dispose()
})

test("an unknown name is an error of the input, and an unreachable hub one at run time", async () => {
  const explain = (model: string) => pami(["explain", "--text", "Dull.", "--model", model])
  const unknown = await explain("hf:zoo/unknown")
  expect([unknown.status, unknown.stderr]).toEqual([
    3,
    expect.stringMatching(/^pami: .*does not have the model zoo\/unknown .*\[HUB_NOT_FOUND\]\n$/),
  ])
  const wrong = await explain("hf:reviews/../x")
  expect([wrong.status, wrong.stderr]).toEqual([3, expect.stringContaining("hf:OWNER/NAME@REVISION/FILE")])
  process.env["HF_HUB_OFFLINE"] = "1"
  try {
    expect((await explain("hf:zoo/unknown")).stderr).toContain("HUB_NOT_CACHED")
    expect((await explain("hf:zoo/reviews")).status).toBe(0)
  } finally {
    delete process.env["HF_HUB_OFFLINE"]
  }
})

test("the file of another model of the repository is named behind it", async () => {
  const missing = await pami(["inspect", "hf:zoo/reviews/onnx/model_q4.onnx"])
  expect([missing.status, missing.stderr]).toEqual([
    3,
    expect.stringContaining("has no file onnx/model_q4.onnx: name one of onnx/model.onnx"),
  ])
  const there = await pami(["inspect", "hf:zoo/reviews"])
  expect([there.status, there.stdout], there.stderr).toEqual([0, expect.stringContaining("input_ids")])
})
