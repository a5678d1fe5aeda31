// A binary min-heap of passes, by height and then by age. Passes are numbered in the order in which they are found,
// and equal heights must come out in that order: the outlines on a plateau depend on it. Queues that order by
// priority alone (flatqueue, for one) do not keep it.

/** Adds a pass to a heap of `count` passes. */
export function push(heap: Int32Array, count: number, pass: number, heights: Float64Array): void {
  const level = heights[pass]
  let place = count
  while (place > 0) {
    const above = (place - 1) >> 1
    const other = heap[above]
    if (heights[other] < level || (heights[other] === level && other < pass)) break
    heap[place] = other
    place = above
  }
  heap[place] = pass
}

/** Replaces the first pass of a heap of `count` passes. */
export function replaceTop(heap: Int32Array, count: number, pass: number, heights: Float64Array): void {
  const level = heights[pass]
  let place = 0
  for (let child = 1; child < count; child = 2 * place + 1) {
    if (child + 1 < count) {
      const difference = heights[heap[child + 1]] - heights[heap[child]]
      if (difference < 0 || (difference === 0 && heap[child + 1] < heap[child])) child++
    }
    const other = heap[child]
    if (heights[other] > level || (heights[other] === level && other > pass)) break
    heap[place] = other
    place = child
  }
  heap[place] = pass
}
