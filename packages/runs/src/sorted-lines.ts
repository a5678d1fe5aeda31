import { open } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { readResultLines } from "./read-results.ts"
import { compareNames } from "./result-line.ts"
import type { ResultKey } from "./result-line.ts"

/** The place of a result among files. */
export interface PlacedLine extends ResultKey {
  /** Number of its file. */
  readonly file: number
  readonly start: number
  readonly bytes: number
  /** Name of its map in the folder of the run. */
  readonly map: string | undefined
}

/** Returns the places of all results of files, in the order of their names. Memory holds them, and no line. */
export async function sortLines(files: readonly string[]): Promise<PlacedLine[]> {
  const lines: PlacedLine[] = []
  for (const [file, path] of files.entries())
    for await (const { result, start, bytes } of readResultLines(path)) {
      const { input, method, metric, map } = result
      lines.push({
        input,
        method,
        metric,
        file,
        start,
        bytes,
        map: typeof map === "string" ? map : undefined,
      })
    }
  return lines.sort((a, b) => compareNames(a, b) || a.file - b.file || a.start - b.start)
}

/** Returns whether the results of one file are in the order of their names. */
export function areInOrder(lines: readonly PlacedLine[]): boolean {
  return lines.every(({ start }, index) => index === 0 || lines[index - 1].start < start)
}

/** Reader of single lines of files, which are opened once. */
export interface LineReader {
  /** Returns the bytes of a line, its end included. */
  read(line: PlacedLine): Promise<Buffer>
  close(): Promise<void>
}

/** Opens files to read lines from them. */
export function lineReader(files: readonly string[]): LineReader {
  const handles = new Map<number, Promise<FileHandle>>()
  return {
    async read({ file, start, bytes }) {
      const known = handles.get(file) ?? open(files[file], "r")
      handles.set(file, known)
      const line = Buffer.alloc(bytes)
      await (await known).read(line, 0, bytes, start)
      return line
    },
    async close() {
      for (const handle of handles.values()) await (await handle).close()
    },
  }
}
