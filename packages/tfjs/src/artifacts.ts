import { PamiError, sizeOf } from "@pami/core"
import type { io } from "@tensorflow/tfjs-core"
import { digestOf, joinBytes } from "./bytes.ts"
import { type ModelJson, parseModelJson, type WeightsGroup } from "./model-json.ts"
import { mostJsonBytes } from "./sizes.ts"
import { looksLike } from "./sniff.ts"
import type { Files } from "./source.ts"

/** A model as its files have it, checked. */
export interface Artifacts {
  readonly json: ModelJson
  readonly weights: Pick<io.ModelArtifacts, "weightSpecs" | "weightData">
  /** Digest of `model.json` and its weights, in the order in which it names them. */
  readonly digest: string
}

/**
 * Reads `model.json` and the files that it names.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `WEIGHTS_OUTSIDE`, `MODEL_UNRECOGNIZED` saying what the file
 *   looks like, `MODEL_TRUNCATED`, `MODEL_INVALID`
 */
export async function readArtifacts(files: Files): Promise<Artifacts> {
  const own = await files.read(undefined, mostJsonBytes + 1)
  const json = parseModelJson(own, files.name)
  const groups = json.weightsManifest ?? []
  checkManifest(groups, files.name)
  const shards: Uint8Array[] = []
  for (const group of groups) shards.push(...(await readGroup(group, files)))
  const all = joinBytes([own, ...shards])
  return {
    json,
    weights: {
      weightSpecs: groups.flatMap(({ weights }) => weights) as io.WeightsManifestEntry[],
      weightData: all.buffer.slice(own.length),
    },
    digest: await digestOf(all),
  }
}

const elementBytes = { float32: 4, int32: 4, bool: 1, complex64: 8, string: 4 } as const
const quantizedBytes = { uint8: 1, uint16: 2, float16: 2 } as const

// Of a text, only the length is sure to be there, in 4 bytes; the texts of a group may have as many bytes more.
const mostTextBytes = 2 ** 26
const mostFiles = 10_000
// More than one array holds.
const mostWeightBytes = 2 ** 32

/** Checks what the manifest says, before any file of weights is read. */
function checkManifest(groups: readonly WeightsGroup[], name: string): void {
  const limits = [
    ["files of weights", sum(groups.map(({ paths }) => paths.length)), mostFiles],
    ["bytes of weights", sum(groups.map(mostBytesOf)), mostWeightBytes],
  ] as const
  for (const [what, count, most] of limits) {
    if (count <= most) continue
    const [is, limit] = [count, most].map((count) => count.toLocaleString("en"))
    throw new PamiError("MODEL_INVALID", `${name} has ${is} ${what}, of at most ${limit}`)
  }
}

/** Returns how many bytes the weights of a group have, at least. */
function bytesOf({ weights }: WeightsGroup): number {
  return sum(
    weights.map(({ shape, dtype, quantization }) => {
      const bytes = quantization ? quantizedBytes[quantization.dtype] : elementBytes[dtype]
      return sizeOf(shape) * bytes
    }),
  )
}

/** Returns how many bytes the weights of a group may have. */
function mostBytesOf(group: WeightsGroup): number {
  return bytesOf(group) + (group.weights.some(({ dtype }) => dtype === "string") ? mostTextBytes : 0)
}

/**
 * Reads the files of a group one after the other, until there is more than it needs: a model may name a large file any
 * number of times. Weights follow each other without gaps, so that one file of the wrong length would shift all later
 * ones.
 */
async function readGroup(group: WeightsGroup, files: Files): Promise<Uint8Array[]> {
  const { paths } = group
  const wanted = bytesOf(group)
  const most = mostBytesOf(group)
  const parts: Uint8Array[] = []
  let found = 0
  for (const path of paths) {
    const part = await files.read(path, most - found + 1)
    parts.push(part)
    found += part.length
    if (found > most) break
  }
  if (found >= wanted && found <= most) return parts
  const [is, be] = [Math.min(found, most), wanted].map((count) => count.toLocaleString("en"))
  const page = parts.find((part) =>
    /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(part.subarray(0, 64))),
  )
  const why = page === undefined ? "download or copy them again" : `one looks like ${looksLike(page)}`
  throw new PamiError(
    "MODEL_TRUNCATED",
    `the weights of ${files.name} (${paths.slice(0, 5).join(", ")}) have ${found > most ? "more than " : ""}${is} bytes where the model needs ${be}: ${why}`,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
