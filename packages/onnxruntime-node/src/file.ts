import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { fileURLToPath } from "node:url"
import { PamiError } from "@pami/core"
import { fileFault } from "@pami/onnxruntime-common"

/** A path as the file system takes it: `file:` addresses are turned into one. */
export function pathOf(source: string): string {
  if (source.startsWith("file:")) return fileURLToPath(source)
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) {
    throw new PamiError("FILE_NOT_FOUND", `${source} is a web address; give the path of a downloaded file`)
  }
  return source
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

/** `sha256:` and the digest of bytes, or of a file of any size, which is streamed. */
export async function digestOf(source: string | Uint8Array): Promise<string> {
  const hash = createHash("sha256")
  if (typeof source === "string") await pipeline(createReadStream(source), hash)
  else hash.update(source)
  return `sha256:${hash.digest("hex")}`
}
