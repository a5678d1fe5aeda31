import type { UrlLike } from "../contracts/backend.ts"
import { isPamiError, PamiError } from "../error.ts"

/** The parts of Node and of browsers that are used: this package is compiled without the types of any. */
const platform = globalThis as unknown as {
  readonly process?: {
    getBuiltinModule?(name: "node:fs/promises"): { readFile(url: UrlLike): Promise<Uint8Array> }
  }
  fetch(address: string): Promise<{
    readonly ok: boolean
    readonly status: number
    arrayBuffer(): Promise<ArrayBuffer>
  }>
}

/**
 * The bytes behind a URL: `file:` in Node, else whatever the platform fetches.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function readUrl(url: UrlLike): Promise<Uint8Array> {
  const { href } = url
  const files = platform.process?.getBuiltinModule?.("node:fs/promises")
  try {
    if (href.startsWith("file:") && files !== undefined) {
      const { buffer, byteOffset, byteLength } = await files.readFile(url)
      return new Uint8Array(buffer, byteOffset, byteLength)
    }
    const response = await platform.fetch(href)
    if (response.ok) return new Uint8Array(await response.arrayBuffer())
    const isGone = response.status === 404 || response.status === 410
    const code = isGone ? "FILE_NOT_FOUND" : "FILE_UNREADABLE"
    throw new PamiError(code, `${href} cannot be read: the server answered ${response.status}`)
  } catch (cause) {
    if (isPamiError(cause)) throw cause
    const { code, message } = cause as { readonly code?: string; readonly message: string }
    const isGone = code === "ENOENT" || code === "ENOTDIR"
    throw new PamiError(
      isGone ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
      `${href} ${isGone ? "was not found" : `cannot be read: ${message}`}`,
      { cause },
    )
  }
}
