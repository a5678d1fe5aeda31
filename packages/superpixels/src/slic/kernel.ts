import { assigner } from "./assign.ts"
import type { Assigner } from "./assign.ts"
import { kernelBytes } from "./kernel-bytes.ts"

/** A thread keeps the memory of its kernel, as clusters need it anew all the time, but not that of a huge input. */
const mostKept = 2 ** 26

let kept: Assigner | undefined

/**
 * The vector kernel of assembly/slic-assign.ts where it runs, else its double in TypeScript: same labels, more time.
 */
export function fastestAssigner(): Assigner {
  kept ??= kernelAssigner(() => (kept = undefined)) ?? assigner
  return kept
}

/**
 * @param onHuge called when the kernel's memory has grown beyond what is worth keeping
 * @returns nothing where there is no WebAssembly, no vectors in it, or a content security policy that forbids it
 */
export function kernelAssigner(onHuge: () => void = () => undefined): Assigner | undefined {
  let instance: WebAssembly.Instance
  try {
    const bytes = Uint8Array.from(atob(kernelBytes), (letter) => letter.charCodeAt(0))
    instance = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  } catch {
    return undefined
  }
  const memory = instance.exports["memory"] as WebAssembly.Memory
  const kernel = instance.exports["assign"] as (...values: number[]) => number
  return {
    allocate: (bytes) => {
      const missing = bytes - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
      if (bytes > mostKept) onHuge()
      return memory.buffer
    },
    assign: (clusters, { grid, sizes, channels }) => {
      const { colors, bounds, labels, windows, places, tints, weights, sums, scratch, count, spatial } =
        clusters
      const arrays = [colors, bounds, labels, windows, places, tints, weights, sums, scratch]
      const pointers = arrays.map(({ byteOffset }) => byteOffset)
      return kernel(...pointers, grid.depth, grid.height, grid.width, ...sizes, count, spatial, channels)
    },
  }
}
