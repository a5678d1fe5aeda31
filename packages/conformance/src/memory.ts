/** Memory in use, in bytes, by what counts it: garbage collected before, where that can be asked for. */
export type MemoryUse = Readonly<Record<string, number>>

interface BrowserPerformance {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>
}

const isNode = globalThis.process?.versions?.node !== undefined

/**
 * Whether what is in use is counted, as browsers do, which may take ten seconds for it; in Node it is what the process
 * holds, with what its allocator keeps.
 */
export const exact = !isNode

/** What the platform tells; nothing where it does not tell. */
export async function measureMemory(): Promise<MemoryUse> {
  if (isNode) {
    await collect()
    const { rss, heapUsed, external } = process.memoryUsage()
    // The runtime's own memory is in the first only; but of that the allocator keeps what was freed.
    return { "resident set of the process": rss, "memory of JavaScript": heapUsed + external }
  }
  const { measureUserAgentSpecificMemory } = globalThis.performance as BrowserPerformance
  if (!globalThis.crossOriginIsolated || measureUserAgentSpecificMemory === undefined) return {}
  return { "memory of the page": (await measureUserAgentSpecificMemory.call(globalThis.performance)).bytes }
}

/** Collects garbage, without the flag that Node would have to be started with. */
async function collect(): Promise<void> {
  const [v8, vm] = (await Promise.all(
    ["node:v8", "node:vm"].map((module) => import(/* @vite-ignore */ module)),
  )) as [typeof import("node:v8"), typeof import("node:vm")]
  v8.setFlagsFromString("--expose-gc")
  const gc = vm.runInNewContext("gc") as () => void
  // What was reachable from the last turn goes in the next.
  for (let turn = 0; turn < 2; turn++) {
    gc()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
}
