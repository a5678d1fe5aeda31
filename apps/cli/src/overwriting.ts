import { open } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { isWebAddress } from "@pami/image"
import { foldersNear } from "@pami/recipe"
import { UsageError } from "./exit-status.ts"
import { isInside, locate } from "./same-file.ts"
import type { Place } from "./same-file.ts"

/** A file that a command reads or writes: what a person calls it ("the model", "-o"), and its path. */
export interface NamedFile {
  readonly what: string
  /** `undefined` where the option was not given. */
  readonly path: string | undefined
}

interface Located extends Place {
  readonly what: string
  readonly name: string
}

/**
 * Refuses outputs that would overwrite an input or each other, whatever links lead to them. Devices and pipes are
 * nobody's.
 *
 * @param options `model`: other files of the folders that it lies in, and that are searched for what belongs to it, may
 *   be weights or labels: of those, only what looks like a result is overwritten
 * @throws UsageError that names both
 */
export async function expectNoOverwriting(options: {
  readonly reads: readonly NamedFile[]
  readonly writes: readonly NamedFile[]
  readonly model?: string | undefined
}): Promise<void> {
  const [reads, writes] = await Promise.all([locateAll(options.reads), locateAll(options.writes)])
  const inputs = new Map(reads.filter(({ is }) => is !== undefined).map((read) => [read.key, read]))
  const outputs = new Map<string, Located>()
  for (const write of writes) {
    const input = inputs.get(write.key)
    if (input !== undefined) {
      const also = input.name === write.name ? "" : ` (${write.name} is the same file)`
      throw new UsageError(
        `${write.what} would overwrite ${input.what} ${input.name}${also}; choose another name`,
      )
    }
    const other = outputs.get(write.key)
    if (other !== undefined) {
      const names = other.name === write.name ? write.name : `${other.name}, which is also ${write.name}`
      throw new UsageError(`${other.what} and ${write.what} name the same file ${names}`)
    }
    outputs.set(write.key, write)
  }
  const folders = options.model === undefined ? [] : await foldersOf(options.model)
  for (const { what, name, path, is } of writes)
    if (is === "file" && folders.some((folder) => isInside(folder, path)) && !(await looksLikeResult(path)))
      throw new UsageError(
        `${what} would overwrite ${name}, which lies beside the model and may belong to it; choose another name`,
      )
}

/** The real folders in which a model's files may lie: its own, that of the name it was given by, and what is searched. */
async function foldersOf(model: string): Promise<string[]> {
  if (isWebAddress(model)) return []
  const { is, path } = await locate(model)
  const given = resolve(model)
  const searched = foldersNear(given).map((folder) => locate(join(dirname(given), folder)))
  return [is === "folder" ? path : dirname(path), ...(await Promise.all(searched)).map(({ path }) => path)]
}

async function locateAll(files: readonly NamedFile[]): Promise<Located[]> {
  const named = files.filter((file): file is { what: string; path: string } => file.path !== undefined)
  const all = await Promise.all(
    named.map(async ({ what, path }) => ({ what, name: path, ...(await locate(path)) })),
  )
  return all.filter(({ is }) => is !== "device")
}

// The last is that of a saved explanation: a ZIP archive of its header and the arrays of its variants.
const resultStart = /^(\x89PNG|\x93NUMPY|\{\s*"format":\s*"pami-|PK[^]{28}(header|variant\d+_\d+_\w+)\.npy)/

/** Whether a file has the name or the beginning of one that this program writes, which no part of a model has. */
async function looksLikeResult(path: string): Promise<boolean> {
  if (/\.(png|jpe?g|webp|npy|html?)$/i.test(path)) return true
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    const start = buffer.toString("latin1", 0, bytesRead)
    return bytesRead === 0 || resultStart.test(start)
  } finally {
    await file.close()
  }
}
