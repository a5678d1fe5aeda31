import { expect, test } from "vitest"
import { blobs } from "../../test/fixtures.ts"
import { answer } from "./answer.ts"
import type { SegmentRequest } from "./messages.ts"
import { workerSegmenter } from "./segmenter.ts"

const pixels = blobs([12, 12], 1, 1)

test("a worker that stopped rejects its jobs; the next call starts another", async () => {
  let starts = 0
  const segmenter = workerSegmenter((onReply, onStop) => {
    const isFirst = starts++ === 0
    return {
      post: (request: SegmentRequest) =>
        queueMicrotask(() => (isFirst ? onStop(new Error("out of memory")) : answer(request, onReply))),
      setBusy: () => undefined,
      terminate: async () => undefined,
    }
  })
  const jobs = [1, 2].map(() => segmenter.segment(pixels, [{ algorithm: "watershed", markers: 4 }]))
  for (const job of await Promise.allSettled(jobs)) {
    expect(job).toMatchObject({ status: "rejected", reason: { message: /stopped: out of memory/ } })
  }
  expect(await segmenter.segment(pixels, [{ algorithm: "watershed", markers: 4 }])).toHaveLength(1)
  expect(starts).toBe(2)
})

test("a worker is busy while it has jobs, and starts at the first", async () => {
  const states: boolean[] = []
  let starts = 0
  const segmenter = workerSegmenter((onReply) => {
    starts++
    return {
      post: (request: SegmentRequest) => queueMicrotask(() => answer(request, onReply)),
      setBusy: (busy) => void states.push(busy),
      terminate: async () => undefined,
    }
  })
  expect(starts).toBe(0)
  await Promise.all([1, 2].map(() => segmenter.segment(pixels, [])))
  await segmenter.segment(pixels, [])
  expect(states).toEqual([true, true, false, true, false])
  expect(starts).toBe(1)
})
