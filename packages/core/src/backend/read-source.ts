import type { BlobLike, ModelBytes, ModelSource, UrlLike } from "../contracts/backend.ts"
import { PamiError } from "../error.ts"
import { readUrl } from "./read-url.ts"

/** Files by name, the model's own first. */
export type NamedFiles = Readonly<Record<string, Uint8Array>>

/**
 * Reads what a model is given as into one of two forms: the path or address of its file; or the bytes of its files by
 * name, the model's own first. Bytes without a name are called `"the model"`, a `File` by its name. Files that are named
 * with URLs are read.
 *
 * Bytes are not copied but out of a `Blob`.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 * @throws TypeError on anything else
 */
export async function readSource(source: ModelSource): Promise<string | NamedFiles> {
  if (typeof source === "string") return source
  if (source === null || typeof source !== "object") throw notASource(source)
  if (isBytes(source)) return { [nameOf(source)]: await readBytes(source, nameOf(source)) }
  if (isUrl(source)) return source.href
  const entries = Object.entries(source as Readonly<Record<string, ModelBytes | UrlLike>>)
  return Object.fromEntries(
    await Promise.all(
      entries.map(async ([name, bytes]) => {
        if (isUrl(bytes)) return [name, await readUrl(bytes)] as const
        if (!isBytes(bytes)) throw notASource(bytes, name)
        return [name, await readBytes(bytes, name)] as const
      }),
    ),
  )
}

// What comes from a frame, a worker or a test runner's realm has other constructors: none is asked for here.

function isBytes(value: unknown): value is ModelBytes {
  return ArrayBuffer.isView(value) || isBuffer(value) || isBlob(value)
}

function isUrl(value: unknown): value is UrlLike {
  return typeof (value as Partial<UrlLike> | null)?.href === "string"
}

function isBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]"
}

function isBlob(value: unknown): value is BlobLike {
  return typeof (value as Partial<BlobLike> | null)?.arrayBuffer === "function"
}

async function readBytes(bytes: ModelBytes, name: string): Promise<Uint8Array> {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isBlob(bytes)) return new Uint8Array(bytes)
  try {
    return new Uint8Array(await bytes.arrayBuffer())
  } catch (cause) {
    // A file that has changed, or is gone, since it was picked.
    const { message } = cause as Error
    throw new PamiError("FILE_UNREADABLE", `${name} cannot be read: ${message}: choose it again`, { cause })
  }
}

function nameOf(bytes: ModelBytes): string {
  const { name } = bytes as { readonly name?: unknown }
  return typeof name === "string" && name !== "" ? name : "the model"
}

function notASource(value: unknown, name?: string): TypeError {
  const bytes = "a Uint8Array, an ArrayBuffer or a Blob"
  const expected =
    name === undefined
      ? `a model is loaded from a path, a URL, ${bytes}, or such bytes by name`
      : `"${name}" must be ${bytes}, or a URL`
  return new TypeError(`${expected}; got ${value === null ? "null" : typeof value}`)
}
