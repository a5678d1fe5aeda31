import { PamiError } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import type { AxisTransform, Explanation, Settings, UnitTransform, Variant } from "@pami/core"
import { decodeNpy, encodeNpy } from "@pami/image"
import type { NpyArray } from "@pami/image"
import { unzipSync } from "fflate"
import { definedFields } from "./schema/defined-fields.ts"
import { encodeNpz } from "./npz.ts"
import { checkArrays, float64, parseHeader, sources } from "./explanation-header.ts"
import type { Header } from "./explanation-header.ts"
import { partitionArrays, partitionFields, readPartitions } from "./saved-partitions.ts"

// Maps and parts of 20,000 passes on 512 x 512 units take a tenth of it.
const mostBytes = 2 ** 31 - 1

/** An explanation and what the application adds to it. */
export interface SavedExplanation {
  readonly explanation: Explanation
  /** Files and options of the application, as in a manifest. */
  readonly extra: Settings
}

/**
 * Returns an explanation as the bytes of a `.npz` file, which `numpy.load` reads: `scores` `[passes, targets]`, `baseline`
 * `[targets]`, `runs` and `offsets` of all parts, `shares` and `origins` of all soft masks, and `header`, the rest as JSON
 * in bytes.
 *
 * @param extra files and options of the application; default none
 *
 * @example
 * const bytes = saveExplanation(explanation) // for a file with the ending .npz, or another machine
 */
export function saveExplanation(explanation: Explanation, extra: Settings = {}): Uint8Array {
  const { scores, baseline, partitions, variants, grids, targets, prediction, passes } = explanation
  const arrays: Record<string, Uint8Array> = {}
  const put = (name: string, data: NpyArray["data"], shape: readonly number[] = [data.length]) => {
    arrays[name] = encodeNpy(data, shape)
  }
  const header: Header = {
    format: "pami-explanation-1",
    grids: grids.map(({ name, shape, start, labels }) => ({
      name,
      shape: [...shape],
      start,
      ...definedFields({ labels: labels && [...labels] }),
    })),
    variants: variants.map(({ name, inverse = {} }, index) => ({
      name,
      inverse: Object.entries(inverse).map(([grid, transform], place) => {
        const key = `variant${index}_${place}`
        putTransform(put, key, transform)
        return { grid, key, axes: "axes" in transform ? transform.axes.map(axisFields) : null }
      }),
    })),
    targets: [...targets],
    prediction: prediction === targets ? null : [...prediction],
    preferred: explanation.preferred,
    scale: explanation.scale,
    partitions: partitions.map(partitionFields),
    planned: explanation.planned === null ? null : [...explanation.planned],
    passes,
    complete: explanation.complete,
    findings: [...explanation.findings],
    provenance: explanation.provenance,
    extra,
  }
  put("header", new TextEncoder().encode(JSON.stringify(header)))
  put("scores", scores, [passes, targets.length])
  put("baseline", baseline)
  for (const [name, data] of Object.entries(partitionArrays(partitions))) put(name, data)
  return encodeNpz(arrays)
}

/**
 * Reads the bytes of {@link saveExplanation}. Read-outs of the explanation are those of the saved one, to the byte.
 *
 * @param name of the file, for messages
 * @throws PamiError `EXPLANATION_INVALID` for any other content
 *
 * @example
 * import { average } from "@pami/core"
 *
 * const { explanation } = loadExplanation(bytes) // of a file, such as cat.npz
 * const map = average(explanation, 1) // of any class whose scores were kept
 */
export function loadExplanation(bytes: Uint8Array, name = "the explanation"): SavedExplanation {
  try {
    return read(bytes)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new PamiError("EXPLANATION_INVALID", `${name} is not a saved explanation: ${what}`, { cause })
  }
}

function read(bytes: Uint8Array): SavedExplanation {
  let left = mostBytes
  const files = unzipSync(bytes, {
    filter({ name, originalSize, size }) {
      left -= originalSize
      if (left < 0) throw new RangeError(`its arrays have more than ${mostBytes} bytes`)
      // Stored, as this writes them: a small file cannot claim a large array.
      if (originalSize !== size) throw new RangeError(`${name} is compressed`)
      return name.endsWith(".npy")
    },
  })
  const array = (key: string): NpyArray => {
    if (!Object.hasOwn(files, `${key}.npy`)) throw new RangeError(`it has no array "${key}"`)
    return decodeNpy(files[`${key}.npy`], key)
  }
  const header = parseHeader(array("header"))
  const arrays = {
    scores: array("scores"),
    baseline: array("baseline"),
    runs: array("runs"),
    offsets: array("offsets"),
  }
  const checked = checkArrays(header, arrays)
  const variants = header.variants.map((variant) => readVariant(variant, header, array))
  const { grids, targets, partitions, prediction, extra, format: _, ...rest } = header
  return {
    explanation: {
      ...rest,
      grids: grids as unknown as Explanation["grids"],
      targets,
      prediction: prediction ?? targets,
      variants: variants as unknown as Explanation["variants"],
      partitions: readPartitions(partitions, checked, array),
      scores: checked.scores,
      baseline: checked.baseline,
    },
    extra,
  }
}

function axisFields({ second, share }: AxisTransform): { second: boolean; share: boolean } {
  return { second: second !== undefined, share: share !== undefined }
}

function putTransform(
  put: (name: string, data: NpyArray["data"]) => void,
  key: string,
  transform: UnitTransform,
): void {
  if ("sources" in transform) return put(`${key}_sources`, transform.sources)
  for (const [axis, { first, second, share }] of transform.axes.entries()) {
    put(`${key}_first${axis}`, first)
    if (second !== undefined) put(`${key}_second${axis}`, second)
    if (share !== undefined) put(`${key}_share${axis}`, share)
  }
}

function readVariant(
  { name, inverse }: Header["variants"][number],
  { grids }: Header,
  array: (key: string) => NpyArray,
): Variant {
  const transforms = inverse.map(({ grid, key, axes }): [string, UnitTransform] => {
    const found = grids.find((one) => one.name === grid)
    if (found === undefined) throw new RangeError(`a variant moves the units of an unknown grid "${grid}"`)
    const size = sizeOf(found.shape)
    if (axes === null) return [grid, { sources: sources(array(`${key}_sources`), size, size) }]
    if (axes.length !== found.shape.length)
      throw new RangeError(`a variant moves ${axes.length} axes of grid "${grid}"`)
    return [
      grid,
      {
        axes: axes.map(({ second, share }, axis) => {
          const length = found.shape[axis]
          return {
            first: sources(array(`${key}_first${axis}`), length, length),
            ...(second ? { second: sources(array(`${key}_second${axis}`), length, length) } : {}),
            ...(share ? { share: float64(array(`${key}_share${axis}`), length) } : {}),
          }
        }),
      },
    ]
  })
  return { name, ...(transforms.length === 0 ? {} : { inverse: Object.fromEntries(transforms) }) }
}
