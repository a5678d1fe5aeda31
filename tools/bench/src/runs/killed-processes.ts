import { execFileSync, spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import { random } from "@pami/core/tensor"

/** The cost until all commands had ended by themselves. */
export interface KilledRun {
  /** Number of starts of commands, first ones included. */
  readonly starts: number
  readonly kills: number
  /** Number of kills of helpers, and of processes that a command had started. */
  readonly workerKills: number
  readonly seconds: number
}

/**
 * Runs commands of Node at once, each again whenever it was killed, until all have ended.
 *
 * @param helpers commands that serve the others, such as workers of a queue: each is started again however it ends, and ended with
 *   the others
 * @param killing `every`: milliseconds between two kills of a random process of theirs; `seed` of the choice. Default: none is killed
 */
export async function runUntilDone(
  commands: readonly (readonly string[])[],
  killing?: { readonly every: number; readonly seed: number },
  helpers: readonly (readonly string[])[] = [],
): Promise<KilledRun> {
  const started = performance.now()
  // Undefined once a command has ended by itself: a kill that draws it hits none.
  const live: (ChildProcess | undefined)[] = [...commands, ...helpers].map(() => undefined)
  const over = new AbortController()
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
      if (parents.indexOf(chosen) < 0 || parents.indexOf(chosen) >= commands.length) workerKills++
      try {
        process.kill(chosen, "SIGKILL")
      } catch {
        // It has ended meanwhile.
      }
    }, killing.every)
  const runOnce = async (command: readonly string[], place: number) => {
    starts++
    const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] })
    live[place] = child
    const end = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.on("close", (...how) => resolve(how)),
    )
    live[place] = undefined
    return end
  }
  const help = async (command: readonly string[], place: number) => {
    while (!over.signal.aborted) {
      const [, signal] = await runOnce(command, place)
      // The store of a queue may be away.
      if (signal !== "SIGKILL" && !over.signal.aborted) await sleep(500)
    }
  }
  const finish = async (command: readonly string[], place: number) => {
    for (;;) {
      const [status, signal] = await runOnce(command, place)
      if (signal === "SIGKILL") continue
      if (helpers.length > 0 && status === 4) {
        await sleep(500)
        continue
      }
      // 3: an input was corrupt.
      if (status === 0 || status === 3) return
      throw new Error(`${command.join(" ")} ended with ${signal ?? `status ${status}`}`)
    }
  }
  try {
    const helping = helpers.map((command, index) => help(command, commands.length + index))
    await Promise.all(commands.map(finish))
    over.abort()
    clearInterval(timer)
    for (const child of live) child?.kill("SIGKILL")
    await Promise.all(helping)
  } finally {
    over.abort()
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
