// Whether maps of words show what an answer depends on.
//   pnpm bench words [--inputs N] [--tasks NAME,NAME] [--seed FIRST] [--sentences N] [--model text_sentiment.onnx --vocabulary text_vocab.txt]
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { table } from "@pami/measure"
import { measureTask } from "./tasks/measure.ts"
import { legend, rowsOf, verdict } from "./tasks/rows.ts"
import type { Sweep } from "./tasks/measure.ts"
import { costOfReviews } from "./words/cost.ts"
import { parseWordOptions } from "./words/options.ts"
import type { WordOptions } from "./words/options.ts"
import { captions, sweepsOfCaptions } from "./words/scene-words.ts"
import { compareSentiment } from "./words/sentiment.ts"
import { recoverVader } from "./words/vader.ts"

/**
 * Explains texts of the zoo that no model was trained on, and sentences whose word weights are known.
 *
 * @param args of the command line
 */
export async function words(args: readonly string[]): Promise<void> {
  let options: WordOptions
  try {
    options = parseWordOptions(args)
  } catch (error) {
    console.error(`bench words: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
    return
  }
  const { tasks, inputs, seed, sentences, sentiment } = options
  const backend = onnxruntimeNode()
  const measured: Sweep[][] = []
  for (const task of tasks) {
    const started = performance.now()
    measured.push(await measureTask(task, { backend, count: inputs, firstSeed: seed }))
    console.error(`${task.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
  if (measured.length > 0) {
    console.log(legend)
    console.log(table(measured.flatMap(rowsOf)))
    console.log(verdict(measured))
    const captioned = measured.find(([{ task }]) => task === captions.name)
    if (captioned !== undefined) console.log(sweepsOfCaptions(captioned))
  }
  console.log(await costOfReviews(backend, seed))
  console.log(await recoverVader({ count: sentences, seed }))
  if (sentiment !== undefined)
    console.log(await compareSentiment({ ...sentiment, backend, count: sentences, seed }))
}
