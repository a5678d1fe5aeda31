import type { Feeds, Model, Tensor, TensorData, Tensors } from "@pami/core"
import { disagreement } from "./agreement.ts"

/**
 * The same model, but with a single item run as a pair of itself. The runtime multiplies a single row in another order
 * than rows of a batch, so that the last bits of an item's answer would depend on whether it came alone.
 *
 * The first single item is run in both ways. Where the answers differ by more than bits, items of the model's batches
 * are not independent, or it takes no two; then a single item stays single.
 */
export function inPairs(model: Model): Model {
  if (model.limits.largestBatch !== undefined) return model
  let apt: boolean | undefined

  async function run(feeds: Feeds): Promise<Tensors> {
    const pair = apt === false ? undefined : twice(feeds)
    if (pair === undefined) return model.run(feeds)
    // Both are asked for at once, as the model may be disposed of before the first has ended.
    const alone = apt === undefined ? model.run(feeds) : undefined
    // Its fault, if it has one, is met below.
    alone?.catch(() => {})
    const first = await model.run(pair).then(firstHalves, () => undefined)
    const outputs = await alone
    apt ??= first !== undefined && outputs !== undefined && disagreement(first, outputs) === undefined
    return apt && first !== undefined ? first : (outputs ?? model.run(feeds))
  }

  return { ...model, run }
}

/** Every feed repeated, or `undefined` where they are not of one item. */
function twice(feeds: Feeds): Feeds | undefined {
  const pairs: Record<string, Tensor> = {}
  for (const [name, feed] of Object.entries(feeds)) {
    if (feed.dtype === "string" || feed.shape[0] !== 1) return undefined
    const { dtype, shape, data } = feed
    const Data = data.constructor as new (length: number) => TensorData
    const doubled = new Data(2 * data.length)
    doubled.set(data as never)
    doubled.set(data as never, data.length)
    pairs[name] = { dtype, shape: [2, ...shape.slice(1)], data: doubled }
  }
  return pairs
}

function firstHalves(outputs: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
      const half = data.slice(0, data.length / 2)
      return [name, { dtype, shape: [shape[0] / 2, ...shape.slice(1)], data: half }]
    }),
  )
}
