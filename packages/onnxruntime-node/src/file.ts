import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { fileError, pathOf } from "@pami/backend-kit"
import { PamiError } from "@pami/core"

/**
 * Returns a path as the file system takes it: a `file:` address becomes its path.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a web address, from which this backend loads nothing; `FILE_UNREADABLE` for an
 *   address without a path
 */
export function pathOnDisk(source: string): string {
  if (/^(?!file:)[a-z][a-z0-9+.-]+:\/\//i.test(source))
    throw new PamiError("FILE_NOT_FOUND", `${source} is a web address; give the path of a downloaded file`)
  return pathOf(source)
}

/**
 * Returns the size of a file in bytes.
 *
 * @param what names the file in messages. Default: its path
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function sizeOfFile(path: string, what = path): Promise<number> {
  const stats = await stat(path).catch((cause) => {
    throw fileError(cause, what)
  })
  if (stats.isFile()) return stats.size
  const kind = stats.isDirectory() ? "a folder" : "not a regular file"
  throw new PamiError("FILE_UNREADABLE", `${what} is ${kind}; give the path of an .onnx file`)
}

/**
 * Returns `sha256:` and the hexadecimal digest of bytes, or of a file of any size, which is streamed.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function digestOf(source: string | Uint8Array): Promise<string> {
  const hash = createHash("sha256")
  if (typeof source !== "string") hash.update(source)
  else
    await pipeline(createReadStream(source), hash).catch((cause) => {
      throw fileError(cause, source)
    })
  return `sha256:${hash.digest("hex")}`
}

/** Returns the digests of files or bytes, one after the other; of a repeated one, once. */
export async function digestsOf<Source extends string | Uint8Array>(
  sources: readonly Source[],
): Promise<ReadonlyMap<Source, string>> {
  const digests = new Map<Source, string>()
  for (const source of sources) if (!digests.has(source)) digests.set(source, await digestOf(source))
  return digests
}
