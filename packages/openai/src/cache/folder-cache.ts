import { mkdir, open, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { apiError } from "../server/api-error.ts"
import type { AnswerCache } from "./answer-cache.ts"

// 200,000 answers of 100 tokens.
const mostBytes = 2 ** 29
const longestLine = 2 ** 22

/** A cache in a folder. */
export interface FolderCache extends AnswerCache {
  /** Number of answers. */
  readonly size: number
  /** Closes the file. Declare the cache with `await using`, or call this at the end. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens a cache in a folder: `answers.jsonl` has one line for each answer, and is on the disk once `set` resolves. A line that
 * a killed process left unfinished is ignored, and so is every line that is not an answer. Several processes may use one
 * folder; each sees the answers that were there when it opened it.
 *
 * @param folder is created if it does not exist
 * @throws PamiError `CACHE_UNREADABLE`, `CACHE_UNWRITABLE`
 *
 * @example
 * import { mkdtemp } from "node:fs/promises"
 * import { tmpdir } from "node:os"
 * import { join } from "node:path"
 * import { folderCache } from "@pami/openai/node"
 *
 * await using cache = await folderCache(await mkdtemp(join(tmpdir(), "answers-")))
 * console.log(cache.size) // 0
 */
export async function folderCache(folder: string): Promise<FolderCache> {
  const path = join(folder, "answers.jsonl")
  const { values, isTorn } = await load(path)
  const file = await writable(path, async () => {
    await mkdir(folder, { recursive: true })
    return open(path, "a")
  })
  let last: Promise<unknown> = Promise.resolve()
  // A line after a torn one starts anew.
  let before = isTorn ? "\n" : ""
  const close = async () => {
    await last.catch(() => {})
    await file.close()
  }
  return {
    get size() {
      return values.size
    },
    get: (key) => values.get(key),
    async set(key, value) {
      values.set(key, value)
      const line = `${before}${JSON.stringify({ key, value })}\n`
      before = ""
      last = last.then(() =>
        writable(path, async () => {
          await file.appendFile(line)
          await file.datasync()
        }),
      )
      await last
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function load(path: string): Promise<{ values: Map<string, string>; isTorn: boolean }> {
  const values = new Map<string, string>()
  let text: string
  try {
    const { size } = await stat(path)
    if (size > mostBytes)
      throw apiError(
        "CACHE_UNREADABLE",
        `${path} has ${size} bytes; up to ${mostBytes} are read. Choose another folder.`,
      )
    text = await readFile(path, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { values, isTorn: false }
    if ((error as { code?: string }).code === "CACHE_UNREADABLE") throw error
    throw apiError("CACHE_UNREADABLE", `${path} cannot be read: ${reason(error)}`, { cause: error })
  }
  for (const line of text.split("\n")) {
    const entry = line.length <= longestLine ? parse(line) : undefined
    if (entry !== undefined) values.set(entry.key, entry.value)
  }
  return { values, isTorn: text !== "" && !text.endsWith("\n") }
}

function parse(line: string): { readonly key: string; readonly value: string } | undefined {
  try {
    const { key, value } = JSON.parse(line) as { readonly key?: unknown; readonly value?: unknown }
    return typeof key === "string" && typeof value === "string" ? { key, value } : undefined
  } catch {
    return undefined
  }
}

async function writable<Result>(path: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    throw apiError(
      "CACHE_UNWRITABLE",
      `${path} cannot be written: ${reason(error)}. Free some space, or choose another folder.`,
      { cause: error },
    )
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
