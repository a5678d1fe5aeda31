import type { Model } from "../contracts/backend.ts"
import type { BatchWriter } from "../contracts/input.ts"
import type { Part } from "../contracts/partition.ts"
import type { Feeds, Tensor, Tensors } from "../contracts/tensor.ts"
import { isAborted } from "../error.ts"
import { random } from "../numbers/random.ts"
import { nothing } from "../partitions/parts.ts"
import { encode } from "../tensors/elements.ts"
import type { Batch } from "./batch-size.ts"
import { itemOutputs } from "./item-outputs.ts"

// Images, signals and features are normalised to about -3 to 3, or have values from 0 to 255.
const normalised = [
  () => 3,
  () => -3,
  (next: () => number) => 6 * next() - 3,
  (next: () => number) => 255 * next(),
]
const bytes = [() => 255, () => 0, normalised[3]]

/**
 * Runs the model on artificial inputs, the same for every input: constants, and noise from a seed. Omits those on which the
 * model fails, and makes none if the feeds are integers of another meaning, such as tokens.
 *
 * @param whole the part of all units
 * @param batch of a run: `largest`, at most the slots of `writer`, or one by one for a model that refuses that
 * @returns the outputs for each artificial input
 */
export async function runProbes(
  writer: BatchWriter,
  whole: Part,
  { largest, fixed }: Batch,
  run: Model["run"],
): Promise<Tensors[]> {
  const show = (part: Part) => {
    writer.preserve(0, part)
    return Object.entries(writer.feeds(1) as Tensors)
  }
  const shown = show(whole).map(([, { data }]) => data.slice())
  const masked = show(nothing)
  // Only feeds that masking changes are explained; the others stay. A blank image equals its baseline.
  const changed = masked.filter(([, { data }], i) =>
    shown[i].some((value: unknown, k: number) => value !== data[k]),
  )
  const explained = changed.length > 0 ? changed : masked.slice(0, 1)
  const isAll = (type: string) => explained.every(([, { dtype }]) => dtype.startsWith(type))
  const makers = isAll("float") ? normalised : isAll("uint8") ? bytes : []

  const ask = async (first: number, items: number) => {
    const generators = Array.from({ length: items }, (_, item) => {
      const index = (first + item) % makers.length
      const next = random(index)
      return () => makers[index](next)
    })
    const feeds: Record<string, Feeds[string]> = { ...writer.feeds(items) }
    for (const [
      name,
      {
        data: { length },
      },
    ] of explained) {
      const tensor = feeds[name] as Tensor
      const values = new Float32Array(length * items).map((_, i) => generators[Math.floor(i / length)]())
      feeds[name] = { ...tensor, data: encode(tensor.dtype, values) }
    }
    return itemOutputs(await run(feeds), items)
  }
  const sizes = fixed ? [largest] : new Set([Math.min(makers.length, largest), 1])
  for (const items of sizes) {
    const answers: Tensors[] = []
    for (let first = 0; first < makers.length; first += items)
      try {
        answers.push(...(await ask(first, items)))
      } catch (error) {
        // A model may refuse an input that is not an image, or a batch.
        if (isAborted(error)) throw error
      }
    if (answers.length > 0) return answers.slice(0, makers.length)
  }
  return []
}
