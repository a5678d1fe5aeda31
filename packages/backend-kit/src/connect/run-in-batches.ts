import { type Feeds, type Model, PamiError, type StringTensor, type Tensor, type Tensors } from "@pami/core"
import { allocate, formatShape } from "@pami/core/tensor"
import { checkFeeds } from "../check-feeds.ts"

/**
 * Runs a model on any number of items: in batches as large as it takes, the last filled up with its last item where their
 * number is fixed.
 *
 * @throws PamiError `SHAPE_MISMATCH` for feeds that differ in their number of items, and the errors of `run`
 */
export async function runInBatches(model: Model, feeds: Feeds): Promise<Tensors> {
  const free = model.inputs.map((info) => ({
    ...info,
    shape: info.shape.map((length, axis) => (axis === 0 ? null : length)),
  }))
  checkFeeds(free, feeds)
  const counts = new Set(Object.values(feeds).map(({ shape }) => shape[0]))
  const [items] = counts
  if (counts.size !== 1 || items === undefined || items < 1)
    throw new PamiError(
      "SHAPE_MISMATCH",
      `every input of the model takes as many items, at least 1; got ${Object.entries(feeds)
        .map(([name, { shape }]) => `"${name}" ${formatShape(shape)}`)
        .join(", ")}`,
    )
  const [fixed] = model.inputs.flatMap(({ shape }) => shape[0] ?? [])
  const size = fixed ?? model.limits.largestBatch ?? items
  if (items === size || (items < size && fixed === undefined)) return model.run(feeds)
  const answers: Tensors[] = []
  for (let from = 0; from < items; from += size) {
    const to = Math.min(items, from + size)
    const filled = fixed === undefined ? to - from : size
    const batch = Object.entries(feeds).map(([name, feed]) => [name, cut(feed, from, to, filled)])
    answers.push(firstItems(await model.run(Object.fromEntries(batch) as Feeds), to - from, filled))
  }
  return join(answers)
}

/** Returns items, filled up with the last. */
function cut(feed: Tensor | StringTensor, from: number, to: number, filled: number): Tensor | StringTensor {
  const [items, ...item] = feed.shape
  const size = feed.data.length / items
  const shape = [filled, ...item]
  if (feed.dtype === "string") {
    const data = Array.from({ length: filled * size }, (_, i) => {
      const place = Math.min(from + Math.floor(i / size), to - 1)
      return feed.data[place * size + (i % size)]
    })
    return { dtype: "string", shape, data }
  }
  const data = allocate(feed.dtype, filled * size) as Float32Array
  data.set(feed.data.subarray(from * size, to * size) as Float32Array)
  for (let place = to - from; place < filled; place++)
    data.set(feed.data.subarray((to - 1) * size, to * size) as Float32Array, place * size)
  return { dtype: feed.dtype, shape, data }
}

function firstItems(outputs: Tensors, count: number, filled: number): Tensors {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
      if (shape[0] !== filled)
        throw new PamiError(
          "SHAPE_MISMATCH",
          `output "${name}" ${formatShape(shape)} of the model does not have an axis for its ${filled} items, so that batches cannot be joined`,
        )
      const end = (data.length / filled) * count
      return [name, { dtype, shape: [count, ...shape.slice(1)], data: data.subarray(0, end) }]
    }),
  ) as Tensors
}

function join(answers: readonly Tensors[]): Tensors {
  return Object.fromEntries(
    Object.entries(answers[0]).map(([name, { dtype, shape }]) => {
      const parts = answers.map((answer) => answer[name])
      const other = parts.find((part) => part.shape.slice(1).join() !== shape.slice(1).join())
      if (other !== undefined)
        throw new PamiError(
          "SHAPE_MISMATCH",
          `output "${name}" of the model changes its shape between batches: ${formatShape(shape)} and ${formatShape(other.shape)}`,
        )
      const data = allocate(
        dtype,
        parts.reduce((sum, part) => sum + part.data.length, 0),
      ) as Float32Array
      let at = 0
      for (const part of parts) {
        data.set(part.data as Float32Array, at)
        at += part.data.length
      }
      const items = parts.reduce((sum, part) => sum + part.shape[0], 0)
      return [name, { dtype, shape: [items, ...shape.slice(1)], data }]
    }),
  )
}
