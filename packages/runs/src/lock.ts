import { readFile, rm, writeFile } from "node:fs/promises"
import { hostname } from "node:os"
import { join, resolve } from "node:path"
import { runError } from "./run-error.ts"

// Locks that this process holds: a lock with its number that is not among them is of an earlier process.
const held = new Set<string>()

/**
 * Reserves the folder of a run for this process. Takes over the lock of a process that has ended, however it ended.
 *
 * @returns a function that releases it
 * @throws PamiError `RUN_IN_USE`
 */
export async function lock(folder: string): Promise<() => Promise<void>> {
  const path = resolve(join(folder, "run.lock"))
  if (!(await create(path))) {
    const owner = await readOwner(path)
    if (isAlive(owner, path)) throw inUse(folder, path, owner)
    await rm(path, { force: true })
    if (!(await create(path))) throw inUse(folder, path, await readOwner(path))
  }
  held.add(path)
  return async () => {
    held.delete(path)
    await rm(path, { force: true })
  }
}

interface Owner {
  /** 0 for an owner that ended before it had written its number. */
  readonly process: number
  readonly host: string
}

/** Returns whether the lock was free and is now ours. */
async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify({ process: process.pid, host: hostname() } satisfies Owner), {
      flag: "wx",
    })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}

async function readOwner(path: string): Promise<Owner> {
  try {
    const { process: number, host } = JSON.parse(await readFile(path, "utf8")) as Partial<Owner>
    if (Number.isInteger(number) && typeof host === "string") return { process: number!, host }
  } catch {
    // Killed between creating the file and writing it, or released meanwhile.
  }
  return { process: 0, host: "" }
}

/** Returns whether the owner still runs. Of another machine that is not known, and assumed. */
function isAlive({ process: number, host }: Owner, path: string): boolean {
  if (number === 0) return false
  if (host !== hostname()) return true
  if (number === process.pid) return held.has(path)
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

function inUse(folder: string, path: string, owner: Owner): Error {
  return runError(
    "RUN_IN_USE",
    `process ${owner.process} on ${owner.host} writes to ${folder}. Wait until it ends, or choose another folder; if it has ended, remove ${path}.`,
    { data: { ...owner } },
  )
}
