import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { afterEach, expect, test } from "vitest"
import { blobs } from "../../test/fixtures.ts"
import { segment } from "../index.ts"
import type { Segmentation } from "../index.ts"
import { segmentInWorker } from "./segment-in-worker.ts"
import type { WorkerSegmenter } from "./segment-in-worker.ts"

const settings: readonly Segmentation[] = [
  { algorithm: "slic", segments: 20 },
  { algorithm: "watershed", markers: 6 },
  { algorithm: "slic", segments: 9 },
]

const open: WorkerSegmenter[] = []
function opened(): WorkerSegmenter {
  const worker = segmentInWorker()
  open.push(worker)
  return worker
}
afterEach(async () => {
  for (const worker of open.splice(0)) await worker.close()
})

test("label maps equal those of segment, and the pixels are not transferred", async () => {
  const worker = opened()
  for (const pixels of [blobs([40, 37], 3, 11), blobs([50], 1, 2)]) {
    expect(await worker(pixels, settings)).toEqual(segment(pixels, settings))
    expect(pixels.data.length).toBeGreaterThan(0)
  }
})

test("pixels can be part of a larger buffer", async () => {
  const pixels = blobs([20, 30], 1, 3)
  const data = new Uint8Array(10_000)
  data.set(pixels.data, 100)
  const part = { ...pixels, data: data.subarray(100, 700) }
  expect(await opened()(part, settings)).toEqual(segment(pixels, settings))
})

test("jobs finish in the order of the calls", async () => {
  const worker = opened()
  const order: number[] = []
  await Promise.all(
    [120, 4, 30].map(async (side, job) => {
      await worker(blobs([side, side], 3, job), settings)
      order.push(job)
    }),
  )
  expect(order).toEqual([0, 1, 2])
})

test("onLabels receives label maps one by one, those that share work consecutively", async () => {
  const pixels = blobs([30, 30], 3, 5)
  const seen: [number, Int32Array][] = []
  const maps = await opened()(pixels, settings, {
    onLabels: (setting, labels) => seen.push([setting, labels]),
  })
  expect(seen.map(([setting]) => setting)).toEqual([0, 2, 1])
  for (const [setting, labels] of seen) expect(labels).toBe(maps[setting])
})

test("an error rejects its job with its class and message; the next job succeeds", async () => {
  const worker = opened()
  const pixels = blobs([10, 10], 1, 1)
  const wrong = worker(pixels, [{ algorithm: "slic", segments: 0 }])
  const kind = worker(pixels, [{ algorithm: "slic", zero: 1 as never }])
  const right = worker(pixels, settings)
  await expect(wrong).rejects.toThrow(RangeError)
  await expect(wrong).rejects.toThrow(/segments.*at least 1.*received 0/)
  await expect(kind).rejects.toThrow(TypeError)
  expect(await right).toEqual(segment(pixels, settings))
  await expect(worker(undefined as never, settings)).rejects.toThrow(TypeError)
})

test("an error thrown by onLabels ends the job", async () => {
  const worker = opened()
  const failing = worker(blobs([10, 10], 1, 1), settings, {
    onLabels: () => {
      throw new Error("no room")
    },
  })
  await expect(failing).rejects.toThrow("no room")
  expect(await worker(blobs([10, 10], 1, 1), [])).toEqual([])
})

test("close rejects unfinished jobs and later calls", async () => {
  const worker = segmentInWorker()
  const pending = [0, 1].map((seed) => worker(blobs([200, 200], 3, seed), settings))
  const outcomes = Promise.allSettled(pending)
  await worker.close()
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: "rejected", reason: { name: "AbortError" } })
  }
  await expect(worker(blobs([4, 4], 1, 1), settings)).rejects.toThrow(/closed/)
  await worker.close()
  await segmentInWorker().close()
})

test("a process stays alive until its jobs are done, and no longer", async () => {
  const program = `
    import { segmentInWorker } from ${JSON.stringify(new URL("./segment-in-worker.ts", import.meta.url).href)}
    const pixels = { shape: [60, 60], channels: 1, data: new Uint8Array(3600) }
    const worker = segmentInWorker()
    for (const markers of [9, 4]) {
      worker(pixels, [{ algorithm: "watershed", markers }]).then(([labels]) => console.log(Math.max(...labels) + 1))
    }`
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    timeout: 30_000,
  })
  expect((await run).stdout).toBe("9\n4\n")
})
