import { expect, test, vi } from "vitest"
import { blobs } from "../../test/fixtures.ts"
import { segment } from "../index.ts"
import type { SegmentRequest } from "./messages.ts"
import type { SegmentReply } from "./messages.ts"
import { workerSegmenter } from "./segmenter.ts"
import { serve } from "./serve.ts"

const pixels = blobs([12, 12], 1, 1)

/** Runs a worker's loop in this thread. */
function running(onReply: (reply: SegmentReply) => void) {
  const take = serve(onReply)
  queueMicrotask(() => onReply({ kind: "ready" }))
  return (request: SegmentRequest) => queueMicrotask(() => take(request))
}

test("a worker that stopped rejects its jobs; the next call starts another", async () => {
  let starts = 0
  const segmenter = workerSegmenter((onReply, onStop) => {
    const isFirst = starts++ === 0
    const post = running(onReply)
    return {
      post: isFirst ? () => setTimeout(() => onStop(new Error("out of memory"))) : post,
      setBusy: () => undefined,
      terminate: async () => undefined,
    }
  })
  const jobs = [1, 2].map(() => segmenter(pixels, [{ algorithm: "watershed", markers: 4 }]))
  for (const job of await Promise.allSettled(jobs)) {
    expect(job).toMatchObject({ status: "rejected", reason: { message: /stopped: out of memory/ } })
  }
  expect(await segmenter(pixels, [{ algorithm: "watershed", markers: 4 }])).toHaveLength(1)
  expect(starts).toBe(2)
})

test("a worker starts at the first job, and is busy while it has jobs", async () => {
  const states: boolean[] = []
  let starts = 0
  const segmenter = workerSegmenter((onReply) => {
    starts++
    return {
      post: running(onReply),
      setBusy: (busy) => void states.push(busy),
      terminate: async () => undefined,
    }
  })
  expect(starts).toBe(0)
  await Promise.all([1, 2].map(() => segmenter(pixels, [])))
  await segmenter(pixels, [])
  expect(states).toEqual([true, true, false, true, false])
  expect(starts).toBe(1)
})

test("if no worker starts, jobs run in this thread and yield to the event loop after each label map", async () => {
  const settings = [4, 9, 16].map((markers) => ({ algorithm: "watershed", markers }) as const)
  let starts = 0
  const refused = workerSegmenter(() => {
    starts++
    throw new Error("no workers here")
  })
  const leftBehind = workerSegmenter((_, onStop) => {
    starts++
    setTimeout(() => onStop(new Error("its file did not load")))
    return { post: () => undefined, setBusy: () => undefined, terminate: async () => undefined }
  })
  for (const segmenter of [refused, leftBehind]) {
    const turns: number[] = []
    let turn = 0
    const timer = setInterval(() => turn++)
    const onLabels = () => void turns.push(turn)
    const jobs = [segmenter(pixels, settings, { onLabels }), segmenter(pixels, settings)]
    for (const maps of await Promise.all(jobs)) expect(maps).toEqual(segment(pixels, settings))
    clearInterval(timer)
    expect(new Set(turns).size).toBe(3)
    expect(await segmenter(pixels, [])).toEqual([])
    await segmenter.close()
    await expect(segmenter(pixels, [])).rejects.toThrow("closed")
  }
  expect(starts).toBe(2)
})

test("a cancelled job ends after the current label map; other jobs continue", async () => {
  let replies = 0
  const segmenter = workerSegmenter((onReply) => ({
    post: running((reply) => {
      if (reply.kind === "labels") replies++
      onReply(reply)
    }),
    setBusy: () => undefined,
    terminate: async () => undefined,
  }))
  const settings = [4, 9, 16].map((markers) => ({ algorithm: "watershed", markers }) as const)
  const stop = new AbortController()
  const unwanted = segmenter(pixels, settings, { signal: stop.signal, onLabels: () => stop.abort("enough") })
  const wanted = segmenter(pixels, settings.slice(1))
  await expect(unwanted).rejects.toBe("enough")
  expect(await wanted).toHaveLength(2)
  expect(replies).toBe(3)
  await expect(segmenter(pixels, settings, { signal: stop.signal })).rejects.toBe("enough")
})

test("10 s after a worker did not start, the next job tries again; until then jobs get the reason", async () => {
  vi.useFakeTimers({ toFake: ["Date"] })
  let starts = 0
  const segmenter = workerSegmenter((onReply) => {
    if (starts++ === 0) throw new Error("no memory")
    return { post: running(onReply), setBusy: () => undefined, terminate: async () => undefined }
  })
  const reasons: string[] = []
  const onFallback = (cause: unknown) => void reasons.push((cause as Error).message)
  for (const wait of [0, 9999, 1]) {
    vi.setSystemTime(Date.now() + wait)
    await segmenter(pixels, [], { onFallback })
  }
  vi.useRealTimers()
  expect(starts).toBe(2)
  expect(reasons).toEqual(["no memory", "no memory"])
})

test("close also stops a job in the caller's thread", async () => {
  const settings = Array.from({ length: 20 }, () => ({ algorithm: "watershed", markers: 4 }) as const)
  const segmenter = workerSegmenter(() => {
    throw new Error("no workers here")
  })
  const turns = vi.spyOn(globalThis, "setTimeout")
  const job = segmenter(pixels, settings, { onLabels: () => void segmenter.close() })
  await expect(job).rejects.toThrow("closed")
  await new Promise((done) => setTimeout(done, 50))
  expect(turns.mock.calls.length).toBeLessThan(settings.length / 2)
  turns.mockRestore()
})
