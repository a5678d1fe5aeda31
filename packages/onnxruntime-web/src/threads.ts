import { nodeModule } from "./platform.ts"

// Further threads gain little on one item after the other, and each is a worker with its own stack.
const most = 8

/**
 * Threads of a run unless told otherwise: one for each logical processor, at most 8.
 * Nothing in a browser tells which logical processors share a core.
 */
export function defaultThreads(): number {
  const processors = nodeModule("node:os")?.availableParallelism() ?? navigator.hardwareConcurrency
  return Math.max(1, Math.min(most, processors))
}

/** What a run may have at the most: browsers share memory between threads only in pages that are isolated from other origins. */
export function largestThreads(): number {
  return globalThis.crossOriginIsolated === false ? 1 : Infinity
}
