import { randomBytes } from "node:crypto"
import { readFile, rm, stat, writeFile } from "node:fs/promises"
import { hostname } from "node:os"
import { resolve } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { runError } from "./run-error.ts"

// Locks that this process holds: a lock with its number that is not among them is of an earlier process.
const held = new Set<string>()

// Milliseconds in which an owner renews its lock, and after which one of another machine counts as left behind.
const renewal = 10_000
const lifetime = 60_000

// Milliseconds in which another process that takes over the same lock has done so.
const settling = 100

/**
 * Reserves what a file stands for, for this process. Takes over the lock of a process that has ended, however it ended: of
 * this machine at once, of another once the lock was not renewed for a minute.
 *
 * @param folder for messages
 * @returns a function that releases it
 * @throws PamiError `RUN_IN_USE`
 */
export async function lock(file: string, folder: string): Promise<() => Promise<void>> {
  const path = resolve(file)
  const own: Owner = { process: process.pid, host: hostname(), token: randomBytes(6).toString("hex") }
  if (!(await create(path, own))) {
    const owner = await readOwner(path)
    if (await isAlive(owner, path)) throw inUse(folder, path, owner)
    await rm(path, { force: true })
    const isCreated = await create(path, own)
    // Another process may have found the same lock left behind, and removed ours in place of it.
    if (isCreated) await wait(settling)
    const now = await readOwner(path)
    if (!isCreated || now.token !== own.token) throw inUse(folder, path, now)
  }
  held.add(path)
  const isOurs = async () => (await readOwner(path)).token === own.token
  const timer = setInterval(async () => {
    // The same bytes: the file system, whose clock counts, notes the time.
    if (await isOurs()) await writeFile(path, JSON.stringify(own), { flag: "r+" }).catch(() => {})
  }, renewal)
  timer.unref()
  return async () => {
    clearInterval(timer)
    held.delete(path)
    // Of a process that slept for longer than a minute, another one may have it now.
    if (await isOurs()) await rm(path, { force: true })
  }
}

/**
 * Refuses a lock whose owner still runs.
 *
 * @throws PamiError `RUN_IN_USE`
 */
export async function expectUnlocked(path: string, folder: string): Promise<void> {
  const owner = await readOwner(resolve(path))
  if (await isAlive(owner, resolve(path))) throw inUse(folder, path, owner)
}

/** Returns whether the owner of a lock still runs. */
export async function isLocked(path: string): Promise<boolean> {
  return await isAlive(await readOwner(resolve(path)), resolve(path))
}

interface Owner {
  /** 0 for an owner that ended before it had written its number. */
  readonly process: number
  readonly host: string
  /** Of one attempt to take the lock. */
  readonly token?: string | undefined
}

/** Returns whether the lock was free and is now ours. */
async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: "wx" })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}

async function readOwner(path: string): Promise<Owner> {
  try {
    const { process: number, host, token } = JSON.parse(await readFile(path, "utf8")) as Partial<Owner>
    if (Number.isInteger(number) && typeof host === "string") return { process: number!, host, token }
  } catch {
    // Killed between creating the file and writing it, or released meanwhile.
  }
  return { process: 0, host: "" }
}

/** Returns whether the owner still runs. */
async function isAlive({ process: number, host }: Owner, path: string): Promise<boolean> {
  if (number === 0) return false
  if (host !== hostname()) return await isRenewed(path)
  if (number === process.pid) return held.has(path)
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

/** Returns whether the owner on another machine has renewed a lock lately, by the clock that files get their times from. */
async function isRenewed(path: string): Promise<boolean> {
  const probe = `${path}.${randomBytes(6).toString("hex")}`
  try {
    await writeFile(probe, "")
    const [now, then] = [await stat(probe), await stat(path)]
    return now.mtimeMs - then.mtimeMs < lifetime
  } catch {
    return true
  } finally {
    await rm(probe, { force: true })
  }
}

function inUse(folder: string, path: string, { process: number, host }: Owner): Error {
  return runError(
    "RUN_IN_USE",
    `process ${number} on ${host} writes to ${folder}. Wait until it ends, or choose another folder; if it has ended, remove ${path}.`,
    { data: { process: number, host } },
  )
}
