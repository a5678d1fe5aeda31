import type { Tensor } from "@pami/core"

/** An input of four numbers for each item. */
export const x = { name: "x", dtype: "float32", shape: [null, 4] } as const
export const inputs = [x] as const

/** A batch of `count` items, of which each begins with its number. */
export function numbered(count: number): { x: Tensor } {
  const data = Float32Array.from({ length: 4 * count }, (_, i) => (i % 4 === 0 ? i / 4 : 0))
  return { x: { dtype: "float32", shape: [count, 4], data } }
}

/** Answers with the first number of each item. */
export function firsts(data: Float32Array): number[][] {
  return Array.from({ length: data.length / 4 }, (_, i) => [data[i * 4]])
}

/** The error of a service that may answer later. */
export function unavailable(): Error {
  return new Error("HTTP 503")
}
