import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { PamiError } from "@pami/core"
import { pathOf as pathOfAddress } from "@pami/core/backend"
import { fileFault } from "@pami/onnxruntime-common"

/**
 * Returns a path as the file system takes it: `file:` addresses are turned into one.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE` for an address without a path
 */
export function pathOf(source: string): string {
  if (/^(?!file:)[a-z][a-z0-9+.-]+:\/\//i.test(source)) {
    throw new PamiError("FILE_NOT_FOUND", `${source} is a web address; give the path of a downloaded file`)
  }
  return pathOfAddress(source)
}

/**
 * Size of a file in bytes.
 *
 * @param needed completes the message that it is not there: `"which holds weights of model.onnx"`
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function sizeOfFile(path: string, needed?: string): Promise<number> {
  const what = needed === undefined ? path : `${path}, ${needed},`
  const stats = await stat(path).catch((cause) => {
    throw fileFault(cause, what)
  })
  if (stats.isFile()) return stats.size
  const kind = stats.isDirectory() ? "a folder" : "not a regular file"
  throw new PamiError("FILE_UNREADABLE", `${what} is ${kind}; give the path of an .onnx file`)
}

/**
 * Returns `sha256:` and the digest of bytes, or of a file of any size, which is streamed.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function digestOf(source: string | Uint8Array): Promise<string> {
  const hash = createHash("sha256")
  if (typeof source !== "string") hash.update(source)
  else
    await pipeline(createReadStream(source), hash).catch((cause) => {
      throw fileFault(cause, source)
    })
  return `sha256:${hash.digest("hex")}`
}

/** Returns the digests of files or bytes, one after the other: of what is there several times, once. */
export async function digestsOf<Source extends string | Uint8Array>(
  sources: readonly Source[],
): Promise<ReadonlyMap<Source, string>> {
  const digests = new Map<Source, string>()
  for (const source of sources) if (!digests.has(source)) digests.set(source, await digestOf(source))
  return digests
}
