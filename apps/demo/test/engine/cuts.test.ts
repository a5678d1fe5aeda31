import { expect, test } from "vitest"
import { beforeRuns } from "@pami/recipe"
import { segment } from "@pami/superpixels"
import type { Pixels, Segmentation } from "@pami/superpixels"
import { createEngine } from "../../src/engine/engine.ts"
import { keepCuts } from "../../src/engine/cuts.ts"
import { openModel } from "../../src/engine/open-model.ts"
import { explained, scene, settings, zoo } from "./fixtures.ts"

const grey = (level: number): Pixels => ({ shape: [2, 2], channels: 1, data: new Uint8Array(4).fill(level) })
const some: Segmentation[] = [{ algorithm: "slic", segments: 2 }]
const others: Segmentation[] = [{ algorithm: "slic", segments: 3 }]

/** Returns a segmenter with different label maps for every job, and the jobs. */
function counting() {
  let jobs = 0
  return { segmenter: async () => [Int32Array.of(++jobs)], jobs: () => jobs }
}

/** Cuts, and notes the settings of every job. */
function noting() {
  const jobs: string[] = []
  const segmenter = (pixels: Pixels, list: readonly Segmentation[]) => {
    jobs.push(JSON.stringify(list))
    return segment(pixels, list)
  }
  return { segmenter, jobs }
}

test("the same pixels are cut once by each list of settings, other pixels anew", async () => {
  const { segmenter, jobs } = counting()
  const cut = keepCuts(segmenter)
  const [first, second] = [await cut(grey(1), some), await cut(grey(1), others)]
  expect(first).not.toEqual(second)
  expect(await cut(grey(1), some)).toBe(first)
  expect(jobs()).toBe(2)
  expect(await cut(grey(2), some)).not.toEqual(first)
  // Those of the former image are gone.
  expect(await cut(grey(1), some)).not.toEqual(first)
  expect(jobs()).toBe(4)
})

test("a failed segmentation is retried", async () => {
  const { segmenter, jobs } = counting()
  let broken = true
  const cut = keepCuts(async () => {
    if (broken) throw new Error("the worker has stopped")
    return segmenter()
  })
  await expect(cut(grey(1), some)).rejects.toThrow("stopped")
  broken = false
  await cut(grey(1), some)
  expect(jobs()).toBe(1)
})

test("more than there is room for is cut anew", async () => {
  const { segmenter, jobs } = counting()
  const cut = keepCuts(segmenter)
  const large: Pixels = { shape: [3000, 3000], channels: 1, data: new Uint8Array(9e6) }
  await cut(large, some)
  await cut(large, some)
  expect(jobs()).toBe(2)
})

test("cutting begins before the model has seen the image", async () => {
  const { segmenter, jobs } = noting()
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const engine = createEngine({
    async open(request) {
      const opened = await openModel(request)
      return { ...opened, model: beforeRuns(opened.model, () => held) }
    },
    segmenter,
  })
  await engine.load(zoo)
  await engine.setImage(scene, "scene.png")
  const predicted = engine.predict({ ...settings, strategy: "pre-segmentation", passes: null })
  await expect.poll(() => jobs).not.toEqual([])
  release()
  await predicted
  await engine.dispose()
})

test("an image under another mask is not cut again", async () => {
  const { segmenter, jobs } = noting()
  const engine = createEngine({ open: openModel, segmenter })
  await engine.load(zoo)
  const cut = { ...settings, strategy: "pre-segmentation", passes: null } as const
  await engine.setImage(scene, "scene.png")
  await engine.predict(cut)
  await expect.poll(() => jobs).not.toEqual([])
  await explained(engine, cut)
  const once = [...jobs]
  expect(new Set(once).size).toBe(once.length)
  await explained(engine, { ...cut, mask: "black" })
  expect(jobs).toEqual(once)
  await engine.dispose()
})
