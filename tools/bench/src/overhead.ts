import { average, classProbability, explain, sizeOf, slidingWindow, sweep, topClasses } from "@pami/core"
import type { Input, Model, Partitioner } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { median } from "./median.ts"
import { range } from "./range.ts"
import { inputFor } from "./subject.ts"
import type { Subject } from "./subject.ts"

/**
 * Time of `explain`, preflight and map included, against that of bare `session.run` on as many of the same masked
 * pictures, composed beforehand, in the same batches, with the very session that explain uses: where the runtime happens
 * to place its memory changes its speed, so that every round loads it anew. The two take turns of a few batches, so that
 * a busy machine slows both alike. What is outside the runtime is all that explain does between its runs.
 */
export async function overhead(subject: Subject): Promise<Record<string, string | number>[]> {
  const rows: Record<string, string | number>[] = []
  const settings = [
    { batch: 8, kept: "top 1" },
    { batch: 8, kept: "all classes" },
    { batch: 1, kept: "top 1" },
    { batch: 32, kept: "top 1" },
  ]
  for (const { batch, kept } of settings.filter(({ batch }) => subject.batches.includes(batch))) {
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
      "outside the runtime": `${median(rounds.map(({ outside }) => 100 * outside)).toFixed(2)} %`,
      "explain passes/s": Math.round((1000 * passes) / fastest),
      "bare passes/s": Math.round((1000 * passes) / fastestBare),
    })
  }
  return rows
}

// Batches of one turn: few enough to see the same machine, many enough that each finds the caches its own work left.
const turn = 16

/** Milliseconds, and the share of explain's time spent outside the runtime. */
interface Round {
  readonly passes: number
  readonly explained: number
  readonly bare: number
  readonly outside: number
}

async function round(subject: Subject, batch: number, topOnly: boolean): Promise<Round> {
  const { model, session } = await loadWithSession(subject)
  const { input } = await inputFor(subject, model)
  const partitioner = slidingWindow()
  const passes = partitioner.total(input)!
  const target = classProbability({ classes: topOnly ? topClasses(1) : "all" })
  let inside = 0
  const timed: Model = {
    ...model,
    async run(feeds) {
      const started = performance.now()
      const outputs = await model.run(feeds)
      inside += performance.now() - started
      return outputs
    },
  }
  const batches = await batchesOf(input, partitioner, batch)
  const runBare = async (number: number) => {
    const { name, item, data } = batches[number % batches.length]
    const count = Math.min(batch, passes - number * batch)
    const feed = data.subarray(0, (data.length / batch) * count)
    const started = performance.now()
    await session.run({ [name]: new Tensor("float32", feed, [count, ...item]) })
    return performance.now() - started
  }
  // The session takes its memory, and the functions are compiled, before anything is measured.
  for (let number = 0; number < 8; number++) await runBare(number)
  await explain({ model: timed, input, target, partitioner, batch, passes: 8 * batch })
  inside = 0
  let [explained, alone, runs] = [0, 0, 0]
  const steps = sweep({ model: timed, input, target, partitioner, batch })
  for (;;) {
    const started = performance.now()
    const step = await steps.next()
    if (step.done) average(step.value)
    explained += performance.now() - started
    if (step.done) break
    const batchesDone = Math.ceil(step.value.passes / batch)
    if (batchesDone % turn === 0 || step.value.passes === passes)
      while (runs < batchesDone) alone += await runBare(runs++)
  }
  await model.dispose()
  return { passes, explained, bare: alone, outside: (explained - inside) / explained }
}

/** A model and, for bare inference, the session inside it. */
async function loadWithSession({
  model,
  threads,
}: Subject): Promise<{ model: Model; session: InferenceSession }> {
  const create = InferenceSession.create
  let session: InferenceSession | undefined
  InferenceSession.create = async (...given: unknown[]) =>
    (session = await (create as (...given: unknown[]) => Promise<InferenceSession>)(...given))
  try {
    return { model: await onnxruntimeNode({ threads }).load(model), session: session! }
  } finally {
    InferenceSession.create = create
  }
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
    for (let k = 0; k < partition.size && batches.length < most; k++) {
      writer.preserve(filled++, partition.part(k))
      if (filled < batch) continue
      batches.push({ name, item, data: (writer.feeds(batch)[name].data as Float32Array).slice() })
      filled = 0
    }
  }
  return batches
}
