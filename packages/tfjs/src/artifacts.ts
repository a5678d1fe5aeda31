import { PamiError, sizeOf } from "@pami/core"
import type { io } from "@tensorflow/tfjs-core"
import { digestOf, joinBytes } from "./bytes.ts"
import { type ModelJson, parseModelJson, type WeightsGroup } from "./model-json.ts"
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
  const own = await files.read()
  const json = parseModelJson(own, files.name)
  const shards: Uint8Array[] = []
  for (const group of json.weightsManifest ?? []) {
    const parts = await Promise.all(group.paths.map((path) => files.read(path)))
    checkLength(group, parts, files.name)
    shards.push(...parts)
  }
  const all = joinBytes([own, ...shards])
  return {
    json,
    weights: {
      weightSpecs: (json.weightsManifest ?? []).flatMap(
        ({ weights }) => weights,
      ) as io.WeightsManifestEntry[],
      weightData: all.buffer.slice(own.length),
    },
    digest: await digestOf(all),
  }
}

const elementBytes = { float32: 4, int32: 4, bool: 1, complex64: 8, string: 4 } as const
const quantizedBytes = { uint8: 1, uint16: 2, float16: 2 } as const

/** Weights follow each other without gaps, so that one file of the wrong length would shift all later ones. */
function checkLength({ paths, weights }: WeightsGroup, parts: readonly Uint8Array[], name: string): void {
  const wanted = sum(
    weights.map(({ shape, dtype, quantization }) => {
      const bytes = quantization ? quantizedBytes[quantization.dtype] : elementBytes[dtype]
      return sizeOf(shape) * bytes
    }),
  )
  const found = sum(parts.map((part) => part.length))
  // Of texts, only their lengths are sure to be there, 4 bytes each.
  const texts = weights.some(({ dtype }) => dtype === "string")
  if (found === wanted || (texts && found > wanted)) return
  const [is, be] = [found, wanted].map((count) => count.toLocaleString("en"))
  const page = parts.find((part) =>
    /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(part.subarray(0, 64))),
  )
  const why = page === undefined ? "download or copy them again" : `one looks like ${looksLike(page)}`
  throw new PamiError(
    "MODEL_TRUNCATED",
    `the weights of ${name} (${paths.join(", ")}) have ${is} bytes where the model needs ${be}: ${why}`,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
