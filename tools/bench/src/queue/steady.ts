import { execFileSync, spawn } from "node:child_process"
import { readFile, readFileSync } from "node:fs"
import { promisify } from "node:util"
import { setTimeout as sleep } from "node:timers/promises"

/** The cost of all inputs of a run but the first: what starts and ends a run is left out. */
export interface Steady {
  /** Seconds an input. */
  readonly wall: number
  /** Processor seconds an input, of all processes of the commands. */
  readonly processor: number
}

/** Runs commands of Node at once, until a file has as many lines as expected, and returns the cost of each but the first. */
export async function steady(
  commands: readonly (readonly string[])[],
  file: string,
  lines: number,
): Promise<Steady> {
  const children = commands.map((command) =>
    spawn(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] }),
  )
  const read = promisify(readFile)
  const cost = () => [performance.now() / 1000, processorOf(children.map(({ pid }) => pid!))] as const
  try {
    let first: ReturnType<typeof cost> | undefined
    let [begun, there] = [0, 0]
    while (there < lines) {
      await sleep(10)
      there = (await read(file, "utf8").catch(() => "")).split("\n").length - 1
      if (there > 0 && first === undefined) [first, begun] = [cost(), there]
    }
    const last = cost()
    const [wall, processor] = last.map((now, index) => (now - first![index]) / (lines - begun))
    return { wall, processor }
  } finally {
    for (const child of children) child.kill("SIGTERM")
    await Promise.all(
      children.map(
        (child) =>
          child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once("close", resolve)),
      ),
    )
  }
}

/** Returns the processor seconds of processes and all that they have started. Linux only. */
function processorOf(pids: readonly number[]): number {
  const all = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
  const tree = new Set(pids)
  for (let size = 0; size < tree.size;) {
    size = tree.size
    for (const [pid, parent] of all) if (tree.has(parent)) tree.add(pid)
  }
  let ticks = 0
  for (const pid of tree)
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // It has ended meanwhile.
    }
  return ticks / 100
}
