import type { Feeds, Tensors } from "@pami/core"

/** Returns a copy of the first item of a batch. */
export function firstItem(feeds: Feeds): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape, data }]) => [
      name,
      { dtype, shape: [1, ...shape.slice(1)], data: data.slice(0, data.length / shape[0]) },
    ]),
  ) as Feeds
}

/** Returns a copy of a batch. */
export function copyOf<Batch extends Feeds | Tensors>(batch: Batch): Batch {
  return Object.fromEntries(
    Object.entries(batch).map(([name, { dtype, shape, data }]) => [
      name,
      { dtype, shape, data: data.slice() },
    ]),
  ) as unknown as Batch
}
