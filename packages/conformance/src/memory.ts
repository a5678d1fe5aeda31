/** Memory in use in bytes, by kind, after a garbage collection if the platform allows one. */
export type MemoryUse = Readonly<Record<string, number>>

interface BrowserPerformance {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>
}

const isNode = globalThis.process?.versions?.node !== undefined

/**
 * Whether the platform counts the memory in use. Browsers do, which may take ten seconds; Node reports the memory of
 * the process, including freed memory that its allocator keeps.
 */
export const exact = !isNode

/** Returns the memory in use; empty if the platform does not report it. */
export async function measureMemory(): Promise<MemoryUse> {
  if (isNode) {
    await collect()
    const { rss, heapUsed, external } = process.memoryUsage()
    // Only the first includes the memory of the runtime, but its allocator may keep freed memory.
    return { "resident set of the process": rss, "memory of JavaScript": heapUsed + external }
  }
  const { measureUserAgentSpecificMemory } = globalThis.performance as BrowserPerformance
  if (!globalThis.crossOriginIsolated || measureUserAgentSpecificMemory === undefined) return {}
  return { "memory of the page": (await measureUserAgentSpecificMemory.call(globalThis.performance)).bytes }
}

/** Collects garbage. Node does not need to be started with a flag for it. */
async function collect(): Promise<void> {
  const [v8, vm] = (await Promise.all(
    ["node:v8", "node:vm"].map((module) => import(/* @vite-ignore */ module)),
  )) as [typeof import("node:v8"), typeof import("node:vm")]
  v8.setFlagsFromString("--expose-gc")
  const gc = vm.runInNewContext("gc") as () => void
  // The second turn collects objects that the first turn still reached.
  for (let turn = 0; turn < 2; turn++) {
    gc()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
}
