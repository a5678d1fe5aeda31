import type { Model } from "../contracts/backend.ts"
import type { BatchWriter, Input } from "../contracts/input.ts"
import { isAborted } from "../error.ts"
import { countUnits, everything, nothing } from "../partitions/parts.ts"
import { random } from "../numbers/random.ts"
import { allocate, encode } from "../tensors/elements.ts"
import { outputsOfItem } from "./item-outputs.ts"
import type { DType, Feeds, Tensor, Tensors } from "../contracts/tensor.ts"

// Images, signals and features are normalised to about -3 to 3, or have values from 0 to 255.
const made: Record<"normalised" | "bytes", ((next: () => number) => number)[]> = {
  normalised: [() => 3, () => -3, (next) => 6 * next() - 3, (next) => 255 * next()],
  bytes: [() => 255, () => 0, (next) => 255 * next()],
}

/**
 * Runs the model on artificial inputs, the same for every input: constants, and noise from a seed. Omits those on which the
 * model fails, and makes none if the feeds are integers of another meaning, such as tokens.
 *
 * @param items of one run: `slots`, or up to `largest` if `slots` is 1
 * @returns the outputs for each input
 */
export async function runProbes(
  input: Input,
  writer: BatchWriter,
  { slots, largest }: { readonly slots: number; readonly largest: number },
  run: Model["run"],
): Promise<Tensors[]> {
  const feeds = copyOf(showing(writer, everything(countUnits(input.grids)), slots))
  const masked = showing(writer, nothing, slots)
  // Only feeds that masking changes are explained; the others stay. A blank image equals its baseline.
  const changed = Object.keys(feeds).filter((name) => differs(feeds[name] as Tensor, masked[name] as Tensor))
  const explained = changed.length > 0 ? changed : [input.tensors[0].name]
  const kind = kindOf(explained.map((name) => (feeds[name] as Tensor).dtype))
  const makers = kind === undefined ? [] : made[kind]
  const probes = makers.map((value, index) => {
    const next = random(index)
    const entries = explained.map((name) => {
      const tensor = feeds[name] as Tensor
      const values = new Float32Array(tensor.data.length)
      for (let i = 0; i < values.length; i++) values[i] = value(next)
      return [name, { ...tensor, data: encode(tensor.dtype, values) }]
    })
    return { ...feeds, ...(Object.fromEntries(entries) as Feeds) }
  })
  const attempt = (probe: Feeds) =>
    run(probe).catch((error: unknown) => {
      if (isAborted(error)) throw error
      // A model may refuse an input that is not an image.
      return undefined
    })
  const isBatch = slots === 1 && probes.length > 1 && probes.length <= largest
  const together = isBatch ? eachItem(await attempt(batchOf(probes)), probes.length) : undefined
  // A model that refuses one of them may take the others.
  const answers = together ?? (await Promise.all(probes.map(attempt)))
  return answers.filter((outputs) => outputs !== undefined)
}

/** Returns items as one batch: a run costs more than an item. */
function batchOf(items: readonly Feeds[]): Feeds {
  const entries = Object.entries(items[0]).map(([name, { dtype, shape, data }]) => {
    const all = items.map((item) => item[name].data)
    const joined = dtype === "string" ? all.flat() : allocate(dtype, items.length * data.length)
    if (dtype !== "string")
      for (const [index, one] of all.entries())
        (joined as Float32Array).set(one as Float32Array, index * data.length)
    return [name, { dtype, shape: [items.length, ...shape.slice(1)], data: joined }]
  })
  return Object.fromEntries(entries) as Feeds
}

/** Returns the outputs of each item; undefined if an output has no entry for each. */
function eachItem(outputs: Tensors | undefined, count: number): Tensors[] | undefined {
  const shapes = Object.values(outputs ?? {}).map(({ shape }) => shape)
  if (outputs === undefined || shapes.some(([items]) => items !== count)) return undefined
  return Array.from({ length: count }, (_, item) => outputsOfItem(outputs, item, count))
}

function kindOf(dtypes: readonly (DType | "string")[]): keyof typeof made | undefined {
  if (dtypes.length === 0) return undefined
  if (dtypes.every((dtype) => dtype.startsWith("float"))) return "normalised"
  return dtypes.every((dtype) => dtype === "uint8") ? "bytes" : undefined
}

function showing(writer: BatchWriter, part: Int32Array, slots: number): Feeds {
  writer.preserve(0, part)
  return writer.feeds(slots)
}

function copyOf(feeds: Feeds): Feeds {
  const entries = Object.entries(feeds).map(([name, tensor]) => [
    name,
    { ...tensor, data: tensor.data.slice() },
  ])
  return Object.fromEntries(entries) as Feeds
}

function differs(a: Tensor, b: Tensor): boolean {
  for (let i = 0; i < a.data.length; i++) if (a.data[i] !== b.data[i]) return true
  return false
}
