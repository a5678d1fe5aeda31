import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models } from "@pami/zoo"
import { fileURLToPath } from "node:url"
import { accuracy } from "./accuracy.ts"
import { faithfulness } from "./faithfulness.ts"

// These ranges of seeds overlap neither with each other nor with the training scenes.
const seeds = { single: 910_000_000, several: 920_000_000, none: 930_000_000, maps: 940_000_000 }

/** Measures the shipped ONNX file on unseen scenes and prints the results. */
export async function report(say: (line: string) => void): Promise<void> {
  const model = await onnxruntimeNode().load(fileURLToPath(models.scenes.onnx))
  const trials = [
    ["one object", await accuracy(model, seeds.single, 3000, { objects: 1 })],
    ["two or three objects", await accuracy(model, seeds.several, 3000, { objects: [2, 3] })],
    ["no object", await accuracy(model, seeds.none, 1000, { objects: 0 })],
  ] as const
  for (const [name, { right, scenes, mistakes }] of trials) {
    say(`${name}: top-1 accuracy ${percent(right)} on ${scenes} unseen scenes`)
    if (mistakes.length > 0) say(`  most frequent mistakes: ${mistakes.join(", ")}`)
  }
  const { maps, peaks, focused, meanFocus, leastFocus, misses } = await faithfulness(model, seeds.maps, 200)
  say(`importance maps of 200 unseen scenes with two objects (${maps} maps, sliding window, blur):`)
  say(`  peak on the object: ${percent(peaks)}`)
  say(`  mean on the object at least twice the mean of the map: ${percent(focused)}`)
  say(`  ratio of these means: average ${meanFocus.toFixed(1)}, lowest ${leastFocus.toFixed(1)}`)
  for (const miss of misses) say(`  missed: ${miss}`)
  await model.dispose()
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
