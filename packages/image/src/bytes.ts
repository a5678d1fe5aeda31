import type { PlatformBlob, PlatformUrl } from "@pami/core/tensor"

/** Bytes in memory: a view or a buffer, of any realm, or a blob or file. */
export type BytesSource = ArrayBufferView | ArrayBufferLike | PlatformBlob

/**
 * Returns the bytes of `source`, of views and buffers without a copy; `undefined` when it holds none.
 */
export async function readBytesOf(source: unknown): Promise<Uint8Array | undefined> {
  // No `instanceof`: buffers of other realms (frames, Jest, vm) have their own classes.
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
  const kind = Object.prototype.toString.call(source)
  if (kind === "[object ArrayBuffer]" || kind === "[object SharedArrayBuffer]")
    return new Uint8Array(source as ArrayBufferLike)
  if (kind === "[object Blob]" || kind === "[object File]")
    return new Uint8Array(await (source as Blob).arrayBuffer())
  return undefined
}

/** The name of a file among the sources. */
export function nameOfSource(source: unknown): string | undefined {
  const kind = Object.prototype.toString.call(source)
  if (kind === "[object File]") return (source as File).name
  if (typeof source === "string") return source
  return isUrl(source) ? source.href : undefined
}

/** Whether a name is an address that is fetched, or holds the data itself, and not a file. */
export function isWebAddress(name: string): boolean {
  return /^(https?|ftp|wss?|blob|data):/i.test(name)
}

/** Whether `source` is a `URL`, of any realm. */
export function isUrl(source: unknown): source is PlatformUrl {
  return Object.prototype.toString.call(source) === "[object URL]"
}
