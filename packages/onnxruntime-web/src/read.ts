import { isPamiError, PamiError } from "@pami/core"
import { checkWeightsPath, weightsOutside } from "@pami/core/backend"
import { fileFault, locateWeights } from "@pami/onnxruntime-common"
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
  return files.readFile(pathOf(address)).then(
    ({ buffer, byteOffset, length }) => new Uint8Array(buffer, byteOffset, length),
    (cause: NodeJS.ErrnoException) => {
      throw fileFault(cause, what, reasons)
    },
  )
}

/**
 * The bytes of a file that holds weights of a model, in or below its folder.
 *
 * @param name as the model has it
 * @param model path or address of the model
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`
 */
export async function readWeights(name: string, model: string): Promise<Uint8Array> {
  const needed = `which holds weights of ${model}`
  const files = nodeModule("node:fs/promises")
  if (files === undefined || web.test(model)) return read(nextTo(model, name), needed)
  const { dirname, resolve, sep } = nodeModule("node:path")!
  const path = pathOf(model)
  const real = await locateWeights(name, path, { realpath: files.realpath, dirname, resolve, sep }).catch(
    (error) => {
      throw isPamiError(error) ? error : fileFault(error, `${resolve(dirname(path), name)}, ${needed},`)
    },
  )
  return read(real, needed)
}

/** A path as the file system takes it. */
function pathOf(address: string): string {
  return address.startsWith("file:") ? nodeModule("node:url")!.fileURLToPath(address) : address
}

/** Address of a file next to another, as that one names it. */
function nextTo(address: string, name: string): string {
  checkWeightsPath(name, address)
  // A page's addresses are relative to the page. In names, % and ? stand for themselves.
  const base = new URL(address, globalThis.location?.href)
  const path = name.split("/").map(encodeURIComponent).join("/")
  if (!URL.canParse(path, base)) {
    const fix = "give the bytes of both by name, the model's first"
    throw new PamiError(
      "FILE_NOT_FOUND",
      `${address} keeps weights in "${name}", and nothing lies next to it: ${fix}`,
    )
  }
  const file = new URL(path, base)
  if (!file.href.startsWith(new URL(".", base).href)) throw weightsOutside(name, address)
  return file.href
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
