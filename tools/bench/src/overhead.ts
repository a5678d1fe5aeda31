import { average, classProbability, explain, slidingWindow, topClasses } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { inputFor } from "./subject.ts"
import type { Subject } from "./subject.ts"

/**
 * Time of `explain`, preflight and map included, against that of bare `session.run` on as many pictures in the same
 * batches, with the same session options. Rounds alternate, so that a busy machine slows both.
 */
export async function overhead(subject: Subject): Promise<Record<string, string | number>[]> {
  const model = await onnxruntimeNode({ threads: subject.threads }).load(subject.model)
  const bare = await InferenceSession.create(subject.model, {
    executionProviders: ["cpu"],
    intraOpNumThreads: subject.threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    enableCpuMemArena: true,
    enableMemPattern: true,
    extra: { session: { force_spinning_stop: "1" } },
  })
  const { input } = await inputFor(subject, model)
  const rows: Record<string, string | number>[] = []
  const targets = [
    ["top 1", topClasses(1)],
    ["all classes", "all"],
  ] as const
  for (const batch of [1, 8, 32])
    for (const [kept, classes] of targets) {
      const partitioner = slidingWindow()
      const passes = partitioner.total(input)!
      const runExplain = async () => {
        const started = performance.now()
        average(await explain({ model, input, target: classProbability({ classes }), partitioner, batch }))
        return performance.now() - started
      }
      const { name, shape } = input.tensors[0]
      const item = shape.slice(1) as number[]
      const data = new Float32Array(batch * item.reduce((a, b) => a * b, 1)).fill(0.1)
      const runBare = async () => {
        const started = performance.now()
        for (let done = 0; done < passes; done += batch) {
          const count = Math.min(batch, passes - done)
          const length = (data.length / batch) * count
          await bare.run({ [name]: new Tensor("float32", data.subarray(0, length), [count, ...item]) })
        }
        return performance.now() - started
      }
      await runBare()
      await runExplain()
      const ratios: number[] = []
      let [fastest, fastestBare] = [Infinity, Infinity]
      for (let round = 0; round < subject.rounds; round++) {
        const [a, b, c] = [await runBare(), await runExplain(), await runBare()]
        ratios.push((2 * b) / (a + c))
        fastest = Math.min(fastest, b)
        fastestBare = Math.min(fastestBare, a, c)
      }
      rows.push({
        batch,
        passes,
        "scores kept": kept,
        ratio: Number(median(ratios).toFixed(3)),
        lowest: Number(Math.min(...ratios).toFixed(3)),
        highest: Number(Math.max(...ratios).toFixed(3)),
        "explain passes/s": Math.round((1000 * passes) / fastest),
        "bare passes/s": Math.round((1000 * passes) / fastestBare),
      })
    }
  await model.dispose()
  await bare.release()
  return rows
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}
