import { isPamiError, PamiError } from "@pami/core"
import { bodyAtMost, checkWeightsPath, fileAtMost, pathOf, weightsOutside } from "@pami/core/backend"
import { fileFault, locateWeights } from "@pami/onnxruntime-common"
import { nodeModule } from "./platform.ts"

const web = /^(?:https?|blob|data):/i

/** Bytes of a file at most: protobuf, the format of ONNX, cannot count more. */
const mostAtOnce = 2 ** 31

/**
 * Returns the bytes of a file: by `fetch`, or in Node from the file system, unless the address is a web address.
 *
 * @param needed completes the message that it is not there: `"which holds weights of model.onnx"`
 * @param most how many bytes there is room for. Default: 2 GiB, above which no file is read
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`; `MODEL_UNSUPPORTED` for a file that is too large
 */
export async function read(address: string, needed?: string, most = mostAtOnce): Promise<Uint8Array> {
  const what = needed === undefined ? address : `${address}, ${needed},`
  const room = Math.min(most, mostAtOnce)
  const isWeb = nodeModule("node:fs/promises") === undefined || web.test(address)
  const bytes = await (isWeb
    ? download(address, what, room + 1)
    : fileAtMost(pathOf(address), room + 1).catch((cause: NodeJS.ErrnoException) => {
        throw isPamiError(cause) ? cause : fileFault(cause, what, reasons)
      }))
  if (bytes.length <= room) return bytes
  const limit =
    most < mostAtOnce
      ? "more, with the model's other files, than the 4 GiB that wasm has"
      : "larger than 2 GiB, the most that is read in one piece"
  throw new PamiError("MODEL_UNSUPPORTED", `${what} is ${limit}`)
}

/**
 * Returns where a file is that holds weights of a model, in or below the model's folder: its real path or its address.
 *
 * @param name from the model's file
 * @param model path or address of the model
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`
 */
export async function locate(name: string, model: string): Promise<string> {
  const files = nodeModule("node:fs/promises")
  if (files === undefined || web.test(model)) return nextTo(model, name)
  const { dirname, resolve, sep } = nodeModule("node:path")!
  const path = pathOf(model)
  return locateWeights(name, path, { realpath: files.realpath, dirname, resolve, sep }).catch((error) => {
    const what = `${resolve(dirname(path), name)}, which holds weights of ${model},`
    throw isPamiError(error) ? error : fileFault(error, what)
  })
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

async function download(address: string, what: string, most: number): Promise<Uint8Array> {
  const unreadable = (reason: string, cause?: unknown) =>
    new PamiError("FILE_UNREADABLE", `${what} cannot be read: ${reason}`, { cause })
  const response = await fetch(address).catch((cause) => {
    // Browsers do not tell a page which of these it was.
    const reason =
      "the server did not answer, or does not let this page read it (CORS), or the network is down"
    throw unreadable(reason, cause)
  })
  if (response.status === 404 || response.status === 410) {
    throw new PamiError("FILE_NOT_FOUND", `${what} was not found: the server answered ${response.status}`)
  }
  const status = `${response.status} ${response.statusText}`.trim()
  if (!response.ok) throw unreadable(`the server answered ${status}`)
  return bodyAtMost(response, most).catch((cause) => {
    throw unreadable("the connection ended before the file did; load it again", cause)
  })
}

const reasons = { EISDIR: "it is a folder; give the path of an .onnx file" }
