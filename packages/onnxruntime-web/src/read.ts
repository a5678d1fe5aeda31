import { PamiError } from "@pami/core"
import { fileFault } from "@pami/onnxruntime-common"
import { nodeModule } from "./platform.ts"

const web = /^(?:https?|blob|data):/i

/**
 * The bytes of a file: by `fetch`, or from the file system where there is one and the address is no web address.
 *
 * @param needed completes the message that it is not there: `"which holds weights of model.onnx"`
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export function read(address: string, needed?: string): Promise<Uint8Array> {
  const what = needed === undefined ? address : `${address}, ${needed},`
  const files = nodeModule("node:fs/promises")
  if (files === undefined || web.test(address)) return download(address, what)
  const path = address.startsWith("file:") ? new URL(address) : address
  return files.readFile(path).then(
    ({ buffer, byteOffset, length }) => new Uint8Array(buffer, byteOffset, length),
    (cause: NodeJS.ErrnoException) => {
      throw fileFault(cause, what, reasons)
    },
  )
}

/** Address of a file next to another, as that one names it. */
export function nextTo(address: string, name: string): string {
  const path = nodeModule("node:path")
  if (path !== undefined && !web.test(address) && !address.startsWith("file:"))
    return path.resolve(path.dirname(address), name)
  // A page's addresses are relative to the page.
  return new URL(name, new URL(address, globalThis.location?.href)).href
}

async function download(address: string, what: string): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause) => {
    // Browsers do not tell a page which of these it was.
    const reason =
      "the server did not answer, or does not let this page read it (CORS), or the network is down"
    throw new PamiError("FILE_NOT_FOUND", `${what} cannot be fetched: ${reason}`, { cause })
  })
  if (response.status === 404 || response.status === 410) {
    throw new PamiError("FILE_NOT_FOUND", `${what} was not found: the server answered ${response.status}`)
  }
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim()
    throw new PamiError("FILE_UNREADABLE", `${what} cannot be read: the server answered ${status}`)
  }
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    const message = `${what} cannot be read: the connection ended before the file did; load it again`
    throw new PamiError("FILE_UNREADABLE", message, { cause })
  }
}

const reasons = {
  EISDIR: "it is a folder; give the path of an .onnx file",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GiB, more than wasm holds",
}
