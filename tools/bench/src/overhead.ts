import { average, classProbability, countParts, explain, partOf, slidingWindow, topClasses } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import type { Input, Partitioner } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { median, range } from "@pami/measure"
import { bareBatch, bareSession } from "./bare-session.ts"
import { inputFor } from "./subject.ts"
import type { Subject } from "./subject.ts"
import { timed } from "./under-way.ts"

/**
 * Time of `explain`, preflight and map included, against that of the runtime alone on as many of the same masked pictures,
 * composed beforehand: one session of as many threads, before and after it. Where the runtime happens to place its memory
 * changes its speed, so that every round loads both anew.
 */
export async function overhead(subject: Subject): Promise<Record<string, string | number>[]> {
  const rows: Record<string, string | number>[] = []
  for (const batch of subject.batches)
    for (const kept of batch === "auto" ? ["top 1", "all classes"] : ["top 1"]) {
      const rounds: Round[] = []
      for (let i = 0; i < subject.rounds; i++) rounds.push(await round(subject, batch, kept === "top 1"))
      const ratios = rounds.map(({ explained, bare }) => explained / bare)
      const fastest = Math.min(...rounds.map(({ explained }) => explained))
      const fastestBare = Math.min(...rounds.map(({ bare }) => bare))
      const { passes } = rounds[0]
      rows.push({
        batch,
        passes,
        "scores kept": kept,
        "of fastest": Number((fastest / fastestBare).toFixed(3)),
        median: Number(median(ratios).toFixed(3)),
        range: range(ratios),
        "no run under way": `${median(rounds.map(({ idle }) => 100 * idle)).toFixed(2)} %`,
        "explain passes/s": Math.round((1000 * passes) / fastest),
        "bare passes/s": Math.round((1000 * passes) / fastestBare),
      })
    }
  return rows
}

/** Milliseconds, and the share of explain's time in which no run was under way. */
interface Round {
  readonly passes: number
  readonly explained: number
  readonly bare: number
  readonly idle: number
}

async function round(subject: Subject, batch: number | "auto", topOnly: boolean): Promise<Round> {
  const loaded = await onnxruntimeNode({ threads: subject.threads }).load(subject.model)
  const alone = await bareSession(subject.model, subject.threads)
  const { input } = await inputFor(subject, loaded)
  const partitioner = slidingWindow()
  const passes = partitioner.total(input)!
  const target = classProbability({ classes: topOnly ? topClasses(1) : "all" })
  const clock = timed(loaded)
  const options = { model: clock.model, input, target, partitioner, batch }
  const size = batch === "auto" ? bareBatch : batch
  const batches = await batchesOf(input, partitioner, size)
  const runBare = async (from: number, to: number) => {
    const started = performance.now()
    for (let done = from; done < to; done += size) {
      const { name, item, data } = batches[(done / size) % batches.length]
      const count = Math.min(size, to - done)
      await alone.run(name, [count, ...item], data.subarray(0, (data.length / size) * count))
    }
    return performance.now() - started
  }
  // The sessions take their memory, and the functions are compiled, before anything is measured.
  await runBare(0, 8 * size)
  await explain({ ...options, passes: 16 * size })
  const half = size * Math.ceil(passes / 2 / size)
  let bare = await runBare(0, half)
  clock.reset()
  const started = performance.now()
  average(await explain(options))
  const explained = performance.now() - started
  const idle = 1 - clock.milliseconds / explained
  bare += await runBare(half, passes)
  await loaded.dispose()
  await alone.release()
  return { passes, explained, bare, idle }
}

/** The first batches of a sweep, as many as fill 64 MB: made beforehand, so that bare inference only runs them. */
async function batchesOf(
  input: Input,
  partitioner: Partitioner,
  batch: number,
): Promise<{ name: string; item: number[]; data: Float32Array }[]> {
  const { name, shape } = input.tensors[0]
  const item = shape.slice(1) as number[]
  const most = Math.max(1, Math.floor(64e6 / (4 * batch * sizeOf(item))))
  const writer = input.open(batch)
  const batches: { name: string; item: number[]; data: Float32Array }[] = []
  let filled = 0
  for await (const partition of partitioner.partitions(input)) {
    for (let k = 0; k < countParts(partition) && batches.length < most; k++) {
      writer.preserve(filled++, partOf(partition, k))
      if (filled < batch) continue
      batches.push({ name, item, data: (writer.feeds(batch)[name].data as Float32Array).slice() })
      filled = 0
    }
  }
  return batches
}
