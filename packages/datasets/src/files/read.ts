import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { dataSetError } from "../data-set-error.ts"
import type { PamiError } from "@pami/core"

/** Bytes of an image file at most. */
export const mostImageBytes = 512 * 2 ** 20

/** Bytes of an annotation file that is read as a whole at most. */
export const mostAnnotationBytes = 64 * 2 ** 20

/**
 * Returns the bytes of a file.
 *
 * @param most bytes; a larger file is refused before memory is allocated
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FILE_TOO_LARGE`
 */
export async function readBytes(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw fileError(path, cause)
  })
  try {
    const { size } = await file.stat()
    if (size > most)
      throw dataSetError("FILE_TOO_LARGE", `${path} has ${size} bytes; at most ${most} are read`)
    return await file.readFile()
  } catch (cause) {
    throw fileError(path, cause)
  } finally {
    await file.close()
  }
}

/** Returns the text of an annotation file, UTF-8 with or without a byte order mark. Throws as {@link readBytes}. */
export async function readText(path: string, most: number = mostAnnotationBytes): Promise<string> {
  return new TextDecoder().decode(await readBytes(path, most))
}

/** Yields the bytes of a file of any size. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Uint8Array
  } catch (cause) {
    throw fileError(path, cause)
  }
}

// Characters of a line at most.
const longestLine = 2 ** 20

/**
 * Yields the lines of a text file with their numbers, from 1, without empty ones.
 *
 * @throws PamiError `DATA_SET_INVALID` for a line of more than 1,048,576 characters, and as {@link readBytes}
 */
export async function* readLines(
  path: string,
): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  const decoder = new TextDecoder()
  let rest = ""
  let line = 0
  const expectShort = (text: string) => {
    if (text.length > longestLine)
      throw dataSetError("DATA_SET_INVALID", `a line has at most ${longestLine} characters`, {
        place: `${path} line ${line + 1}`,
      })
  }
  for await (const chunk of readChunks(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/)
    rest = lines.pop()!
    for (const text of lines) {
      expectShort(text)
      line++
      if (text.trim() !== "") yield { text, line }
    }
    expectShort(rest)
  }
  rest += decoder.decode()
  if (rest.trim() !== "") yield { text: rest, line: line + 1 }
}

/** Returns the coded error of a failed access to a file; coded errors stay. */
export function fileError(path: string, cause: unknown): PamiError {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === "ENOENT" || code === "ENOTDIR")
    return dataSetError("FILE_NOT_FOUND", `${path} does not exist. Check the path.`, { cause })
  if (cause instanceof Error && cause.name === "PamiError") return cause as PamiError
  return dataSetError("FILE_UNREADABLE", `${path} cannot be read: ${message}`, { cause })
}
