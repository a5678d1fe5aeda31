import type { Input, Partitioner } from "@pami/core"
import { imageValues } from "./image-values.ts"
import { recorded } from "./segments.ts"

/** Returns a partitioner that cuts images and volumes by one partitioner, other inputs by another. */
export function byKind(name: string, images: Partitioner, others: Partitioner): Partitioner {
  const choose = (input: Input) => (imageValues(input, input.grids[0]) === undefined ? others : images)
  return {
    name,
    settings: { images: recorded(images), others: recorded(others) },
    total: (input) => choose(input).total(input),
    planned: (input) => choose(input).planned!(input),
    partitions: (input, signal) => choose(input).partitions(input, signal),
  }
}
