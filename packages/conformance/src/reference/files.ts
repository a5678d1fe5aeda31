import { type ModelSource, PamiError, sha256 } from "@pami/core"
import { readSource } from "@pami/core/backend"
import { readBytes } from "../read-bytes.ts"
import type { Topology, Weight } from "./types.ts"

/** What a model's files hold. */
export interface ModelFiles {
  /** Name of the model's own file, for messages. */
  readonly file: string
  readonly digest: string
  readonly topology: Topology
  readonly weights: ReadonlyMap<string, Weight>
}

interface ModelJson {
  readonly modelTopology?: Topology
  readonly weightsManifest?: readonly {
    readonly paths: readonly string[]
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[]
  }[]
}

/**
 * Reads a tfjs LayersModel: a path or address, or its files' bytes by name.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED`, `MODEL_TRUNCATED`
 */
export async function readModel(source: ModelSource): Promise<ModelFiles> {
  const { file, bytes, read } = await open(source)
  const { modelTopology, weightsManifest = [] } = parse(file, bytes)
  if (modelTopology === undefined)
    throw new PamiError("MODEL_UNRECOGNIZED", `${file} has no modelTopology: it is no tfjs LayersModel`)
  const parts = await Promise.all(weightsManifest.flatMap(({ paths }) => paths).map(read))
  const blob = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const part of parts) {
    blob.set(part, end)
    end += part.length
  }
  const weights = new Map<string, Weight>()
  let at = 0
  for (const { name, shape } of weightsManifest.flatMap((group) => group.weights)) {
    const next = at + 4 * shape.reduce((a, b) => a * b, 1)
    if (next > blob.length)
      throw new PamiError(
        "MODEL_TRUNCATED",
        `the weights of ${file} are cut short in "${name}": ${blob.length} bytes, at least ${next} are needed`,
      )
    weights.set(name, { shape, data: new Float32Array(blob.buffer, at, (next - at) / 4) })
    at = next
  }
  return { file, digest: sha256([bytes, ...parts]), topology: modelTopology, weights }
}

function parse(file: string, bytes: Uint8Array): ModelJson {
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text) as ModelJson
  } catch (cause) {
    if (text.startsWith("{"))
      throw new PamiError("MODEL_TRUNCATED", `${file} begins as JSON, but does not end so`, { cause })
    throw new PamiError("MODEL_UNRECOGNIZED", `${file} is no tfjs LayersModel: it is not JSON`, { cause })
  }
}

async function open(given: ModelSource): Promise<{
  file: string
  bytes: Uint8Array
  read: (name: string) => Promise<Uint8Array>
}> {
  const source = await readSource(given)
  if (typeof source === "string") {
    const address = await addressOf(source)
    const read = (name: string) =>
      readBytes(new URL(name, address)).catch((cause) => {
        // Node says whether there is something; the web only that it gives nothing.
        const there = ["EISDIR", "EACCES", "EPERM"].includes(cause.code)
        if (there) throw new PamiError("FILE_UNREADABLE", `${name} cannot be read: ${cause.code}`, { cause })
        throw new PamiError("FILE_NOT_FOUND", `${name} was not found`, { cause })
      })
    return { file: source, bytes: await read(address.href), read }
  }
  const [first] = Object.entries(source)
  if (first === undefined) throw new PamiError("FILE_NOT_FOUND", "no file was given: give model.json first")
  const read = async (name: string) => {
    if (!Object.hasOwn(source, name))
      throw new PamiError("FILE_NOT_FOUND", `${first[0]} has its weights in "${name}", which was not given`)
    return source[name]
  }
  return { file: first[0], bytes: first[1], read }
}

/** Addresses as they are; paths from the page's address, or from the working directory. */
async function addressOf(source: string): Promise<URL> {
  if (globalThis.location !== undefined) return new URL(source, globalThis.location.href)
  const module = "node:url"
  const { pathToFileURL } = (await import(/* @vite-ignore */ module)) as typeof import("node:url")
  return URL.canParse(source) ? new URL(source) : pathToFileURL(source)
}
