import { type BlobLike, type ModelBytes, type ModelSource, PamiError, type UrlLike } from "@pami/core"
import { readFile } from "./read-file.ts"

/** Files by name, the model's own first. */
export type NamedFiles = Readonly<Record<string, Uint8Array>>

/**
 * Returns a model source in one of two forms: the path or address of the model's file; or the bytes of its files by name,
 * the model's own first. Bytes without a name are called `"the model"`, a `File` by its name. Files given as URLs are
 * read. Only the bytes of a `Blob` are copied.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 * @throws TypeError for anything but a model source
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
        if (isUrl(bytes)) return [name, await readFile(bytes.href)] as const
        if (!isBytes(bytes)) throw notASource(bytes, name)
        return [name, await readBytes(bytes, name)] as const
      }),
    ),
  )
}

// Values from a frame, a worker or a test runner have constructors of another realm: `instanceof` would refuse them.

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
    // The file has changed, or was deleted, since it was picked.
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
      ? `a model is loaded from a path, a URL, ${bytes}, or a record of those by name`
      : `"${name}" must be ${bytes}, or a URL`
  return new TypeError(`${expected}; got ${value === null ? "null" : typeof value}`)
}
