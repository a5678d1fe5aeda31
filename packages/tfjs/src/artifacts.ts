import { PamiError, sha256, sizeOf } from "@pami/core"
import type { io } from "@tensorflow/tfjs-core"
import { looksLike } from "./sniff.ts"
import type { Files } from "./source.ts"

/** A model as TensorFlow.js takes it. */
export interface Artifacts extends io.ModelArtifacts {
  readonly format: "layers-model" | "graph-model"
  /** Digest of `model.json` and its weights, in the order in which it names them. */
  readonly digest: string
}

/**
 * Reads `model.json` and the files that it names.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `MODEL_UNRECOGNIZED` saying what the file looks like,
 *   `MODEL_TRUNCATED`
 */
export async function readArtifacts(files: Files): Promise<Artifacts> {
  const own = await files.read()
  const { format, json } = parse(own, files.name)
  const shards: Uint8Array[] = []
  for (const group of json.weightsManifest ?? []) {
    const parts = await Promise.all(group.paths.map((path) => files.read(path)))
    checkLength(group, parts, files.name)
    shards.push(...parts)
  }
  const { modelTopology, signature, userDefinedMetadata, modelInitializer, initializerSignature } = json
  return {
    format,
    digest: sha256([own, ...shards]),
    modelTopology,
    weightSpecs: (json.weightsManifest ?? []).flatMap((group) => group.weights),
    weightData: join(shards),
    ...(signature && { signature }),
    ...(userDefinedMetadata && { userDefinedMetadata }),
    ...(modelInitializer && { modelInitializer }),
    ...(initializerSignature && { initializerSignature }),
  }
}

function parse(bytes: Uint8Array, name: string): Pick<Artifacts, "format"> & { json: io.ModelJSON } {
  if (bytes.length === 0) {
    throw new PamiError("MODEL_UNRECOGNIZED", `${name} is empty (0 bytes): download or export it again`)
  }
  const text = new TextDecoder().decode(bytes)
  if (!/^\s*[{[]/.test(text)) {
    const what = `${name} is no model of TensorFlow.js (model.json); it looks like ${looksLike(bytes)}`
    throw new PamiError("MODEL_UNRECOGNIZED", what)
  }
  let json: io.ModelJSON
  try {
    json = JSON.parse(text)
  } catch (cause) {
    const message = `${name} is cut short or damaged: its JSON does not parse; download or copy it again`
    throw new PamiError("MODEL_TRUNCATED", message, { cause })
  }
  const topology = json.modelTopology as Record<string, unknown> | undefined
  if (Array.isArray(topology?.["node"])) return { format: "graph-model", json }
  if (topology?.["model_config"] || topology?.["class_name"]) return { format: "layers-model", json }
  const known = Object.keys(json).slice(0, 5).join(", ") || "nothing"
  const message = `${name} is a JSON file, but no model of TensorFlow.js: it has no modelTopology (it has: ${known})`
  throw new PamiError("MODEL_UNRECOGNIZED", message)
}

const elementBytes: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8 }
const quantizedBytes: Readonly<Record<string, number>> = { uint8: 1, uint16: 2, float16: 2 }

/** Weights follow each other without gaps, so that one file of the wrong length would shift all later ones. */
function checkLength(
  group: io.WeightsManifestConfig[number],
  parts: readonly Uint8Array[],
  name: string,
): void {
  // The length of text is in the file itself.
  if (group.weights.some(({ dtype }) => dtype === "string")) return
  const wanted = sum(
    group.weights.map(({ shape, dtype, quantization }) => {
      const bytes = quantization ? quantizedBytes[quantization.dtype] : elementBytes[dtype]
      return sizeOf(shape) * bytes
    }),
  )
  const found = sum(parts.map((part) => part.length))
  if (found === wanted) return
  const [is, be] = [found, wanted].map((count) => count.toLocaleString("en"))
  const page = parts.find((part) =>
    /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(part.subarray(0, 64))),
  )
  const why = page === undefined ? "download or copy them again" : `one looks like ${looksLike(page)}`
  throw new PamiError(
    "MODEL_TRUNCATED",
    `the weights of ${name} (${group.paths.join(", ")}) have ${is} bytes where the model needs ${be}: ${why}`,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function join(parts: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(sum(parts.map((part) => part.length)))
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return bytes.buffer
}
