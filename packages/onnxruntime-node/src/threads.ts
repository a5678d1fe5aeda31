import { readdirSync, readFileSync } from "node:fs"
import { availableParallelism } from "node:os"

/**
 * Returns the number of threads that makes runs fastest: one for each physical core, as hyper-threads share the units
 * that multiply, but no more than this process may use. Only Linux says which logical processors share a core;
 * elsewhere every logical processor counts.
 */
export function defaultThreads(): number {
  const available = availableParallelism()
  return Math.max(1, Math.min(available, physicalCores() ?? available))
}

function physicalCores(): number | undefined {
  const folder = "/sys/devices/system/cpu"
  try {
    const processors = readdirSync(folder).filter((name) => /^cpu\d+$/.test(name))
    const cores = processors.map((name) => readFileSync(`${folder}/${name}/topology/core_cpus_list`, "utf8"))
    return cores.length === 0 ? undefined : new Set(cores).size
  } catch {
    return undefined
  }
}
