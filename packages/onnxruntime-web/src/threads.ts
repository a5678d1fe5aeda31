import { nodeModule } from "@pami/backend-kit"

// More threads gain little, and each is a worker with a stack.
const most = 8

/**
 * Returns the default number of threads: one for each logical processor, at most 8. Browsers do not say which logical
 * processors share a core.
 */
export function defaultThreads(): number {
  const processors =
    nodeModule<typeof import("node:os")>("node:os")?.availableParallelism() ?? navigator.hardwareConcurrency
  return Math.max(1, Math.min(most, processors))
}

/** Returns the largest number of threads: browsers share memory between threads only in pages isolated from other origins. */
export function largestThreads(): number {
  return globalThis.crossOriginIsolated === false ? 1 : Infinity
}
