import { existsSync, readFileSync, writeFileSync } from "node:fs"

const status = "/proc/self/status"

/** Returns the peak resident set of this process, in bytes, since its start or {@link resetPeak}. */
export function peak(): number {
  // Linux counts in maxRSS what the parent held when it forked.
  const own = existsSync(status) ? /VmHWM:\s*(\d+)/.exec(readFileSync(status, "utf8")) : null
  return 1024 * (own === null ? process.resourceUsage().maxRSS : Number(own[1]))
}

/** Starts the peak anew. Returns whether the platform can do that. */
export function resetPeak(): boolean {
  try {
    writeFileSync("/proc/self/clear_refs", "5")
    return true
  } catch {
    return false
  }
}
