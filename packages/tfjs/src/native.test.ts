import { mkdtemp, readFile, rm } from "node:fs/promises"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import type { Tensor } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { models } from "@pami/zoo"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { tfjs } from "./index.ts"
import { native } from "../test/native.ts"
import { writeSavedModel } from "../test/saved-model.ts"
import { answers, scenes } from "../test/scenes.ts"

describe.runIf(native)("native TensorFlow", () => {
  const backend = tfjs({ device: "node" })
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pami-"))
  })

  afterAll(() => rm(folder, { recursive: true }))

  test("a SavedModel is loaded from its folder, and fed by the names of its signature", async () => {
    const path = join(folder, "doubling")
    await writeSavedModel(path)
    const witness = await backend.load(models.scenes.tfjs)
    const before = witness.held!()
    const model = await backend.load(path)
    expect(model.inputs).toEqual([{ name: "x", dtype: "uint8", shape: [null, 2] }])
    expect(model.outputs).toEqual([{ name: "y", dtype: "float32", shape: [null, 2] }])
    expect(model.digest).toBe(sha256([await readFile(join(path, "saved_model.pb"))]))
    const x: Tensor = { dtype: "uint8", shape: [2, 2], data: Uint8Array.of(1, 2, 100, 250) }
    const held = model.held!()
    for (let run = 0; run < 500; run++) {
      const { y } = await model.run({ x })
      expect(y).toEqual({ dtype: "float32", shape: [2, 2], data: Float32Array.of(2, 6, 200, 750) })
      expect(model.held!()).toBe(held)
    }
    await model.dispose()
    await model.dispose()
    expect(witness.held!()).toBe(before)
    await expect(model.run({ x })).rejects.toMatchObject({ code: "MODEL_DISPOSED" })
    await witness.dispose()
  })

  test("a SavedModel without the usual signature: the error names its signatures", async () => {
    const path = join(folder, "training")
    await writeSavedModel(path, "train")
    await expect(backend.load(path)).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: `${path} has no signature "serving_default" (it has: train): save the model with one`,
    })
  })

  test("it is the default device, without a finding", async () => {
    const model = await tfjs().load(models.scenes.tfjs)
    expect(model.settings).toEqual({
      runtime: "tfjs 4.22.0",
      device: "node",
      tensorflow: expect.stringMatching(/^\d+\.\d+\.\d+/),
      architecture: process.arch,
      threads: availableParallelism(),
      batch: 32,
    })
    expect(model.findings).toBeUndefined()
    expect(model.limits).toEqual({ preferredBatch: 32 })
    await model.dispose()
  })

  test("a batch larger than a run takes is cut, and gives the same bits", async () => {
    const [small, large] = await Promise.all(
      [2, 32].map((batch) => tfjs({ device: "node", batch }).load(models.scenes.tfjs)),
    )
    expect(small.settings["batch"]).toBe(2)
    const bits = await answers(small, scenes, 3)
    expect(await answers(small, scenes, 1)).toEqual(bits)
    expect(await answers(large, scenes, 3)).toHaveLength(bits.length)
    await Promise.all([small.dispose(), large.dispose()])
  })

  test("the number of threads cannot be changed once it runs", async () => {
    const load = tfjs({ device: "node", threads: availableParallelism() + 1 }).load(models.scenes.tfjs)
    await expect(load).rejects.toThrow(/^TensorFlow runs with \d+ threads in this process/)
  })
})
