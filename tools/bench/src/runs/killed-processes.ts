import { execFileSync, spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { random } from "@pami/core/tensor"

/** The cost until all commands had ended by themselves. */
export interface KilledRun {
  /** Number of starts of commands, first ones included. */
  readonly starts: number
  readonly kills: number
  /** Number of kills of processes that a command had started. */
  readonly workerKills: number
  readonly seconds: number
}

/**
 * Runs commands of Node at once, each again whenever it was killed, until all have ended.
 *
 * @param killing `every`: milliseconds between two kills of a random process of theirs; `seed` of the choice. Default: none is killed
 */
export async function runUntilDone(
  commands: readonly (readonly string[])[],
  killing?: { readonly every: number; readonly seed: number },
): Promise<KilledRun> {
  const started = performance.now()
  // Undefined once a command has ended by itself: a kill that draws it hits none.
  const live: (ChildProcess | undefined)[] = commands.map(() => undefined)
  let [starts, kills, workerKills] = [0, 0, 0]
  const draw = random(killing?.seed ?? 0)
  const timer =
    killing &&
    setInterval(() => {
      const parents = live.map((child) => child?.pid)
      const all = [...parents, ...childrenOf(parents.filter((pid) => pid !== undefined))]
      const chosen = all[Math.floor(draw() * all.length)]
      if (chosen === undefined) return
      kills++
      if (!parents.includes(chosen)) workerKills++
      try {
        process.kill(chosen, "SIGKILL")
      } catch {
        // It has ended meanwhile.
      }
    }, killing.every)
  const finish = async (command: readonly string[], place: number) => {
    for (;;) {
      starts++
      const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] })
      live[place] = child
      const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
        child.on("close", (...end) => resolve(end)),
      )
      live[place] = undefined
      if (signal === "SIGKILL") continue
      // 3: an input was corrupt.
      if (status === 0 || status === 3) return
      throw new Error(`${command.join(" ")} ended with ${signal ?? `status ${status}`}`)
    }
  }
  try {
    await Promise.all(commands.map(finish))
  } finally {
    clearInterval(timer)
    for (const child of live) child?.kill("SIGKILL")
  }
  return { starts, kills, workerKills, seconds: (performance.now() - started) / 1000 }
}

/** Returns the processes that others have started. */
function childrenOf(parents: readonly number[]): number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .flatMap((line) => (line.trim() === "" ? [] : [line.trim().split(/\s+/).map(Number)]))
    .filter(([, parent]) => parents.includes(parent))
    .map(([pid]) => pid)
}
