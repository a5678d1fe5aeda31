import { open, stat } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { basename, dirname } from "node:path"
import { removeDrafts, syncFolder, writeDurably } from "./durable.ts"
import { readResultLines } from "./read-results.ts"
import type { ResultLine } from "./result-line.ts"
import { unwritable } from "./run-error.ts"
import { areInOrder, lineReader, sortLines } from "./sorted-lines.ts"

/** A file of results that one process writes. */
export interface ResultsFile {
  /** Adds lines. They are on the disk once the promise resolves. */
  append(bytes: Buffer): Promise<void>
  /** Removes all other lines. */
  keep(isKept: (line: ResultLine) => boolean): Promise<void>
  /** Puts the lines in the order of their names. */
  sort(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a file of results: without a torn last line, without lines whose names an earlier line has, and without errors that
 * are to be tried again.
 *
 * @param note gets each line that stays; returns false for one that must not
 */
export async function openResultsFile(
  path: string,
  retry: boolean,
  note: (line: ResultLine) => boolean,
): Promise<ResultsFile> {
  await removeDrafts(dirname(path), `${basename(path)}.`)
  // By number, so that a second reading decides as the first.
  const dropped = new Set<number>()
  let length = 0
  for await (const { result, number, bytes } of readResultLines(path)) {
    length += bytes
    if ((retry && result.error !== undefined) || !note(result)) dropped.add(number)
  }
  if (dropped.size > 0) {
    await writeDurably(
      path,
      keptLines(path, (_, number) => !dropped.has(number)),
    )
    length = (await stat(path)).size
  }
  let file = await openAt(path, length)
  const replace = async (content: AsyncIterable<string | Uint8Array>) => {
    try {
      await writeDurably(path, content)
      length = (await stat(path)).size
      await file.close()
      file = await openAt(path, length)
    } catch (error) {
      throw unwritable(path, error)
    }
  }
  return {
    async append(bytes) {
      try {
        await file.appendFile(bytes)
        await file.datasync()
        length += bytes.length
      } catch (error) {
        // Without the part of a line that may have been written.
        await file.truncate(length).catch(() => {})
        throw unwritable(path, error)
      }
    },
    keep: (isKept) => replace(keptLines(path, isKept)),
    async sort() {
      const lines = await sortLines([path])
      if (areInOrder(lines)) return
      const reader = lineReader([path])
      try {
        await replace(
          (async function* () {
            for (const line of lines) yield await reader.read(line)
          })(),
        )
      } finally {
        await reader.close()
      }
    },
    close: () => file.close(),
  }
}

async function* keptLines(
  path: string,
  isKept: (line: ResultLine, number: number) => boolean,
): AsyncGenerator<string, void, undefined> {
  for await (const { result, number, text } of readResultLines(path))
    if (isKept(result, number)) yield `${text}\n`
}

/** Opens a file for appending, without what follows the last complete line. */
async function openAt(path: string, length: number): Promise<FileHandle> {
  const file = await open(path, "a+")
  await file.truncate(length)
  await file.sync()
  await syncFolder(dirname(path))
  return file
}
