import { PamiError } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { digestOf } from "../digest.ts"
import { looksLike } from "../file-signatures.ts"
import type { ModelFiles } from "../files/model-files.ts"
import { joinBytes } from "../files/join-bytes.ts"
import { type ModelJson, mostJsonBytes, parseModelJson, type WeightsGroup } from "./model-json.ts"

/** The content of the files of a TensorFlow.js model, checked. */
export interface TfjsFiles {
  readonly json: ModelJson
  /** Names, types and shapes of the weights, in the order of their bytes. */
  readonly weightSpecs: WeightsGroup["weights"]
  readonly weightData: ArrayBuffer
  /** Digest of `model.json` followed by its weights files, in the order in which it names them. */
  readonly digest: string
}

/**
 * Reads `model.json` and the weights files that it names.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`, `MODEL_UNRECOGNIZED` saying what the file
 *   looks like, `MODEL_TRUNCATED`, `MODEL_INVALID`
 */
export async function readTfjs(files: ModelFiles): Promise<TfjsFiles> {
  const own = await files.read(mostJsonBytes + 1)
  const json = parseModelJson(own, files.name)
  const groups = json.weightsManifest ?? []
  checkManifest(groups, files.name)
  const shards: Uint8Array[] = []
  for (const group of groups) shards.push(...(await readGroup(group, files)))
  const all = joinBytes([own, ...shards])
  return {
    json,
    weightSpecs: groups.flatMap(({ weights }) => weights),
    weightData: all.buffer.slice(own.length),
    digest: await digestOf(all),
  }
}

const elementBytes = { float32: 4, int32: 4, bool: 1, complex64: 8, string: 4 } as const
const quantizedBytes = { uint8: 1, uint16: 2, float16: 2 } as const

// Of a text, only the length is sure to be there, in 4 bytes; the texts of a group may have this many bytes more.
const mostTextBytes = 2 ** 26
const mostFiles = 10_000
// More than one array holds.
const mostWeightBytes = 2 ** 32

/** Checks the manifest before any weights file is read. */
function checkManifest(groups: readonly WeightsGroup[], name: string): void {
  const limits = [
    ["weights files", sum(groups.map(({ paths }) => paths.length)), mostFiles],
    ["bytes of weights", sum(groups.map(mostBytesOf)), mostWeightBytes],
  ] as const
  for (const [unit, count, most] of limits) {
    if (count <= most) continue
    const [is, limit] = [count, most].map((count) => count.toLocaleString("en"))
    throw new PamiError("MODEL_INVALID", `${name} has ${is} ${unit}, of at most ${limit}`)
  }
}

/** Returns the least number of bytes of a group's weights. */
function bytesOf({ weights }: WeightsGroup): number {
  return sum(
    weights.map(({ shape, dtype, quantization }) => {
      const bytes = quantization ? quantizedBytes[quantization.dtype] : elementBytes[dtype]
      return sizeOf(shape) * bytes
    }),
  )
}

/** Returns the largest number of bytes of a group's weights. */
function mostBytesOf(group: WeightsGroup): number {
  return bytesOf(group) + (group.weights.some(({ dtype }) => dtype === "string") ? mostTextBytes : 0)
}

/**
 * Reads the files of a group one after the other, until they have more bytes than it needs: a model may name a large file
 * any number of times. Weights follow each other without gaps: one file of a wrong length would shift all later ones.
 */
async function readGroup(group: WeightsGroup, files: ModelFiles): Promise<Uint8Array[]> {
  const { paths } = group
  const wanted = bytesOf(group)
  const most = mostBytesOf(group)
  const parts: Uint8Array[] = []
  let found = 0
  for (const path of paths) {
    const part = await files.readWeights(path, most - found + 1)
    parts.push(part)
    found += part.length
    if (found > most) break
  }
  if (found >= wanted && found <= most) return parts
  const [is, needs] = [Math.min(found, most), wanted].map((count) => count.toLocaleString("en"))
  const page = parts.map((part) => looksLike(part, "")).find(({ kind }) => kind === "web-page")
  const fix = page === undefined ? "download or copy them again" : `one looks like ${page.description}`
  throw new PamiError(
    "MODEL_TRUNCATED",
    `the weights of ${files.name} (${paths.slice(0, 5).join(", ")}) have ${found > most ? "more than " : ""}${is} bytes where the model needs ${needs}: ${fix}`,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
