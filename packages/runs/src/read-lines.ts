import { open } from "node:fs/promises"
import { runError } from "./run-error.ts"

// A result with curves has some ten thousand bytes. A file may be a stranger's.
const longestLine = 2 ** 20
const chunkSize = 2 ** 16

/** A line of a text file. */
export interface Line {
  readonly text: string
  /** From 1. */
  readonly number: number
  /** Its length with the line end. */
  readonly bytes: number
}

/**
 * Yields the lines of a UTF-8 file that end with a line feed. Text after the last line feed is a torn line and is left
 * out.
 *
 * @throws PamiError `RUN_INVALID` for a line of more than 1 MiB
 */
export async function* readLines(path: string): AsyncGenerator<Line, void, undefined> {
  const file = await open(path, "r")
  try {
    let number = 0
    let begun: Buffer[] = []
    let length = 0
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize)
      if (bytesRead === 0) return
      let from = 0
      while (from < bytesRead) {
        const at = buffer.subarray(0, bytesRead).indexOf(10, from)
        const to = at < 0 ? bytesRead : at
        begun.push(buffer.subarray(from, to))
        length += to - from
        if (length > longestLine)
          throw runError("RUN_INVALID", `line ${number + 1} of ${path} has more than ${longestLine} bytes`)
        from = to + 1
        if (at < 0) continue
        number++
        yield { text: Buffer.concat(begun).toString("utf8"), number, bytes: length + 1 }
        begun = []
        length = 0
      }
    }
  } finally {
    await file.close()
  }
}
