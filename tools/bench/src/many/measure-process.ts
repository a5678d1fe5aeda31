import { spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

/** Cost of a process and of all that it starts. */
export interface ProcessCost {
  readonly seconds: number
  /** Seconds of processor time, over all cores. */
  readonly processor: number
  /** Largest sum of their resident sets, in bytes. */
  readonly memory: number
}

// Linux counts processor time in hundredths of a second.
const ticksPerSecond = 100
// Milliseconds between two looks at the memory.
const interval = 100

/**
 * Runs a program in Node and measures it. Linux only: it reads `/proc`.
 *
 * @throws Error when it fails
 */
export async function measureProcess(args: readonly string[]): Promise<ProcessCost> {
  const before = processorOfChildren()
  const started = performance.now()
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] })
  let memory = 0
  const look = setInterval(() => {
    memory = Math.max(memory, residentOf(child.pid!))
  }, interval)
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve))
  clearInterval(look)
  if (status !== 0) throw new Error(`${args.join(" ")} ended with status ${status}`)
  return {
    seconds: (performance.now() - started) / 1000,
    processor: processorOfChildren() - before,
    memory,
  }
}

/** Seconds of all children of this process that have ended, and of theirs. */
function processorOfChildren(): number {
  // After the name, which may hold spaces, the fields begin with the third.
  const [user, system] = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ").slice(13, 15)
  return (Number(user) + Number(system)) / ticksPerSecond
}

function residentOf(pid: number): number {
  try {
    const [, kibibytes = 0] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
    // A thread has the processes that it has started.
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
    )
    return 1024 * Number(kibibytes) + children.reduce((sum, child) => sum + residentOf(Number(child)), 0)
  } catch {
    // It has ended meanwhile.
    return 0
  }
}
