import type { Feeds, Model, Tensor, TensorData, Tensors } from "@pami/core"
import { compareOutputs } from "@pami/onnxruntime-common"

/**
 * Returns the model with each batch of one item run as two copies of that item. The runtime multiplies a single row in
 * another order than the rows of a batch, so that the last bits of an item's outputs would depend on the batch.
 *
 * The first single item is run both ways. If the outputs differ by more than rounding, the items of a batch are not
 * independent, or the model takes only one; single items are then run as they are.
 */
export function runInPairs(model: Model): Model {
  if (model.limits.largestBatch !== undefined) return model
  let canPair: boolean | undefined

  async function run(feeds: Feeds): Promise<Tensors> {
    const pair = canPair === false ? undefined : twice(feeds)
    if (pair === undefined) return model.run(feeds)
    // Both start at once, as the model may be disposed of before the first has ended.
    const alone = canPair === undefined ? model.run(feeds) : undefined
    // Its error is thrown below.
    alone?.catch(() => {})
    const first = await model.run(pair).then(firstHalves, () => undefined)
    const outputs = await alone
    canPair ??= first !== undefined && outputs !== undefined && compareOutputs(first, outputs) === undefined
    return canPair && first !== undefined ? first : (outputs ?? model.run(feeds))
  }

  return { ...model, run }
}

/** Returns every feed twice, or `undefined` unless all hold one item. */
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
