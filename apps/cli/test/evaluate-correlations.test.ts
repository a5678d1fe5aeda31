import { copyFileSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { brightness } from "@pami/test-models"
import { models, pictures } from "@pami/zoo"
import { beforeAll, expect, test } from "vitest"
import { file, folder, pami } from "./fixtures.ts"

let data: string

beforeAll(() => {
  data = folder()
  copyFileSync(pictures.scene, join(data, "scene.png"))
})

const evaluate = async (out: string, ...rest: string[]) =>
  await pami(["evaluate", data, "--passes", "60", "--out", out, "--quiet", ...rest])

/** The value of each method and metric. */
async function valuesOf(...rest: string[]): Promise<Record<string, number>> {
  const out = join(folder(), "out")
  const { status, stderr } = await evaluate(out, ...rest)
  expect(status, stderr).toBe(0)
  const lines = readFileSync(join(out, "results.jsonl"), "utf8").trimEnd().split("\n")
  return Object.fromEntries(
    lines.map((line) => {
      const { method, metric, value } = JSON.parse(line) as Record<string, string | number>
      return [`${method} ${metric}`, value as number]
    }),
  )
}

test("maps change with the weights of the model, and not with noise in the image", async () => {
  const metrics = ["--metrics", "randomised-model,stability"]
  const values = await valuesOf("--methods", "occlusion,lime", ...metrics)
  for (const method of ["occlusion", "lime"]) {
    expect(values[`${method} randomised-model`]).toBeLessThan(0.5)
    expect(values[`${method} stability`]).toBeGreaterThan(values[`${method} randomised-model`])
  }
  // Windows do not depend on the image, as superpixels do.
  expect(values["occlusion stability"]).toBeGreaterThan(0.9)
  // Another seed shuffles the weights in another way; occlusion itself has no seed.
  const other = await valuesOf("--methods", "occlusion", ...metrics, "--seed", "4")
  expect(other["occlusion stability"]).toBe(values["occlusion stability"])
  expect(other["occlusion randomised-model"]).not.toBe(values["occlusion randomised-model"])
}, 60_000)

test("a model whose weights cannot be shuffled is refused before the first image", async () => {
  const metrics = ["--methods", "occlusion", "--metrics", "randomised-model"]
  const tfjs = ["--backend", "tfjs", "--model", fileURLToPath(models.scenes.tfjs["model.json"])]
  const without = ["--preset", "0-1", "--model", file(data, "model.onnx", brightness({ size: 32 }))]
  for (const [flags, reason] of [
    [tfjs, "tfjs reads tfjs-layers"],
    [without, "has none, or keeps them in other files"],
  ] as const) {
    const { status, stderr } = await evaluate(join(folder(), "out"), ...metrics, ...flags)
    expect(status).toBe(3)
    expect(stderr).toContain("randomised-model shuffles the weights in an ONNX file")
    expect(stderr).toContain(reason)
    expect(stderr).toContain("[MODEL_UNSUPPORTED]")
  }
}, 60_000)
