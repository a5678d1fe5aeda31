import { average, classProbability, explain, topClasses } from "@pami/core"
import { authorsShifts } from "@pami/image"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { preSegmentation } from "@pami/pre-segmentation"
import { segment } from "@pami/superpixels"
import { segmentInWorker } from "@pami/superpixels/worker"
import { median, range } from "@pami/measure"
import { bareBatch, bareSession } from "./bare-session.ts"
import { inputFor } from "./subject.ts"
import type { Subject } from "./subject.ts"

/**
 * Time of the whole sweep, segmentation and map included, over that of the runtime alone on as many pictures, before and
 * after it. Segmentation runs in this thread, or in a worker: beside a runtime that has all cores busy either way.
 */
export async function preSegmentationOverhead(subject: Subject): Promise<Record<string, string | number>[]> {
  const model = await onnxruntimeNode({ threads: subject.threads }).load(subject.model)
  const alone = await bareSession(subject.model, subject.threads)
  const worker = segmentInWorker()
  const rows: Record<string, string | number>[] = []
  for (const [where, segmenter, ahead] of [
    ["in a worker", worker, 1],
    ["in the thread of the sweep", segment, 0],
  ] as const) {
    const ratios: number[] = []
    let [waited, passes] = [0, 0]
    for (let round = 0; round < Math.min(3, subject.rounds); round++) {
      const { input } = await inputFor(subject, model, authorsShifts)
      const writer = input.open(bareBatch)
      const [{ name, shape }] = input.tensors
      const bare = async (pictures: number) => {
        const { data } = writer.feeds(bareBatch)[name]
        const started = performance.now()
        for (let done = 0; done < pictures; done += bareBatch)
          await alone.run(name, [bareBatch, ...(shape.slice(1) as number[])], data as Float32Array)
        return (performance.now() - started) / pictures
      }
      await bare(160)
      const before = await bare(1600)
      const partitioner = preSegmentation({ segmenter, ahead })
      waited = 0
      const started = performance.now()
      const explanation = await explain({
        model,
        input,
        target: classProbability({ classes: topClasses(1) }),
        partitioner: {
          ...partitioner,
          async *partitions(given) {
            let asked = performance.now()
            for await (const partition of partitioner.partitions(given)) {
              waited += performance.now() - asked
              yield partition
              asked = performance.now()
            }
          },
        },
      })
      average(explanation)
      const total = performance.now() - started
      const after = await bare(1600)
      ;({ passes } = explanation)
      ratios.push(total / passes / ((before + after) / 2))
    }
    rows.push({
      segmentation: where,
      passes,
      median: Number(median(ratios).toFixed(3)),
      range: range(ratios),
      "waited for label maps": `${(waited / 1000).toFixed(1)} s`,
    })
  }
  await worker.close()
  await model.dispose()
  await alone.release()
  return rows
}
