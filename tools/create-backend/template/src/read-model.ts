import { type ModelSource, PamiError } from "@pami/core"
import { readSource } from "@pami/core/backend"

/** A file and what it is called in messages. */
export interface NamedBytes {
  readonly file: string
  readonly bytes: Uint8Array
}

/**
 * The bytes of a model, in Node and in browsers, from its path, its address or its bytes.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function readModel(given: ModelSource): Promise<NamedBytes> {
  const source = await readSource(given)
  if (typeof source === "string") return { file: source, bytes: await read(source) }
  const [first] = Object.entries(source)
  if (first === undefined) throw new PamiError("FILE_NOT_FOUND", "no file was given: give the .onnx file")
  return { file: first[0], bytes: first[1] }
}

async function read(address: string): Promise<Uint8Array> {
  // In this way, bundlers for browsers see no module of Node.
  const files = globalThis.process?.getBuiltinModule?.("node:fs/promises")
  if (files === undefined || /^https?:/i.test(address)) return download(address)
  try {
    return new Uint8Array(await files.readFile(address.startsWith("file:") ? new URL(address) : address))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new PamiError("FILE_NOT_FOUND", `${address} was not found`, { cause })
    throw new PamiError("FILE_UNREADABLE", `${address} cannot be read: ${message}`, { cause })
  }
}

async function download(address: string): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new PamiError("FILE_NOT_FOUND", `${address} cannot be fetched: the server does not answer`, {
      cause,
    })
  })
  if (!response.ok) {
    const code = response.status === 404 ? "FILE_NOT_FOUND" : "FILE_UNREADABLE"
    throw new PamiError(code, `${address} cannot be fetched: the server answers ${response.status}`)
  }
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    throw new PamiError("FILE_UNREADABLE", `${address} cannot be read: the connection ended`, { cause })
  }
}
