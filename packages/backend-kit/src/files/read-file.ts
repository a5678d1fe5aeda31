import { isPamiError, PamiError } from "@pami/core"
import { nodeModule } from "../platform.ts"
import { fileError } from "./file-error.ts"
import { bodyAtMost, fileAtMost } from "./read-at-most.ts"

/** Returns whether bytes at this address come by `fetch`, on every platform. */
export function isWebAddress(address: string): boolean {
  return /^(?:https?|blob|data):/i.test(address)
}

/**
 * Returns the path that a `file:` address names, in Node; other texts stay as they are.
 *
 * @throws PamiError `FILE_UNREADABLE` for an address without a path, such as one on another host
 */
export function pathOf(source: string): string {
  const url = nodeModule<typeof import("node:url")>("node:url")
  if (url === undefined || !/^file:/i.test(source)) return source
  try {
    return url.fileURLToPath(source)
  } catch (cause) {
    throw new PamiError("FILE_UNREADABLE", `${source} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/**
 * Returns the first bytes of a file: from disk in Node, unless the address is a web address; by `fetch` elsewhere.
 *
 * @param most largest number of bytes to return: a longer file is not held. Default: all
 * @param what names the file in messages. Default: its address
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function readFile(
  address: string,
  most = Infinity,
  what = address,
): Promise<Uint8Array<ArrayBuffer>> {
  const onDisk = nodeModule("node:fs/promises") !== undefined && !isWebAddress(address)
  if (!onDisk) return download(address, most, what)
  try {
    return await fileAtMost(pathOf(address), most)
  } catch (cause) {
    throw isPamiError(cause) ? cause : fileError(cause as NodeJS.ErrnoException, what)
  }
}

async function download(address: string, most: number, what: string): Promise<Uint8Array<ArrayBuffer>> {
  const unreadable = (reason: string, cause?: unknown) =>
    new PamiError("FILE_UNREADABLE", `${what} cannot be read: ${reason}`, { cause })
  const response = await fetch(address).catch((cause: unknown) => {
    // Browsers do not tell a page which of these it was.
    throw unreadable(
      "the server did not answer, or does not let this page read it (CORS), or the network is down",
      cause,
    )
  })
  const status = `the server answered ${`${response.status} ${response.statusText}`.trim()}`
  if (response.status === 404 || response.status === 410)
    throw new PamiError("FILE_NOT_FOUND", `${what} was not found: ${status}`)
  if (!response.ok) throw unreadable(status)
  return bodyAtMost(response, most).catch((cause: unknown) => {
    throw unreadable("the connection ended before the file did; load it again", cause)
  })
}
