import type { Feeds, Finding, Model, Tensor, TensorInfo, Tensors } from "@pami/core"
import { allocate, bytesOf, encode, sizeOf } from "@pami/core/tensor"
import { generationError, warning } from "../codes.ts"
import { idsInput } from "./names.ts"

// Memory of the empty caches of one item: a few bytes of a model file can declare any size.
const mostBytes = 2 ** 26

/**
 * Returns a decoder without its cache: the model computes the whole answer in each run, and feeds the other inputs itself.
 * `use_cache_branch` is false; the past is empty, or zeros where the model declares its length; positions count the ids, or
 * the tokens that `attention_mask` shows. Outputs for the next run (`present…`) are left out.
 *
 * A model without these inputs is returned as it is. The returned model shares the given one, and disposes of it.
 *
 * @param ids name of the input of ids. Default: recognized
 * @throws PamiError `INPUT_NOT_FOUND`, `MODEL_UNSUPPORTED` for a cache of more than 64 MiB for each item
 *
 * @example
 * const plain = withoutCache(merged)
 * console.log(plain.inputs.map(({ name }) => name).join()) // input_ids,encoder_hidden_states
 */
export function withoutCache(model: Model, ids?: string): Model {
  const unused = model.inputs.filter(({ name }) => isCache(name))
  const positions = model.inputs.filter(({ name }) => isPosition(name))
  const isNext = ({ name }: TensorInfo) => /^present/i.test(name)
  if (unused.length + positions.length === 0 && !model.outputs.some(isNext)) return model
  const size = unused.reduce((sum, info) => sum + bytesOf(numeric(info)) * sizeOf(shapeOf(info, 1)), 0)
  if (size > mostBytes)
    throw generationError(
      "MODEL_UNSUPPORTED",
      `the decoder declares a cache of ${size} bytes for each item; at most ${mostBytes}. Export it with a free length of the past, or without the cache.`,
      { bytes: size, most: mostBytes },
    )
  const inputs = model.inputs.filter((info) => !unused.includes(info) && !positions.includes(info))
  const outputs = model.outputs.filter((info) => !isNext(info))
  const names = outputs.map(({ name }) => name)
  const findings = [...(model.findings ?? []), ...findingsOf(unused)]
  const counted = positions.length === 0 ? undefined : idsInput({ inputs }, ids).name
  // Not spread: a model may be an instance of a class.
  return Object.create(model, {
    inputs: { value: inputs },
    outputs: { value: outputs },
    ...(findings.length > 0 && { findings: { value: findings } }),
    run: { value: run },
    dispose: { value: () => model.dispose() },
  }) as Model

  async function run(feeds: Feeds): Promise<Tensors> {
    const filled: Record<string, Feeds[string]> = { ...feeds }
    const [items] = Object.values(feeds)[0].shape
    for (const info of unused) {
      const shape = shapeOf(info, items)
      const dtype = numeric(info)
      filled[info.name] = { dtype, shape, data: allocate(dtype, sizeOf(shape)) }
    }
    for (const info of positions) filled[info.name] = countPositions(info, feeds[counted!] as Tensor, feeds)
    const all = await model.run(filled)
    return Object.fromEntries(names.map((name) => [name, all[name]]))
  }
}

function isCache(name: string): boolean {
  return /^(?:past|use_cache|cache(?!_position))/i.test(name)
}

function isPosition(name: string): boolean {
  return /^(?:position_ids|cache_position|decoder_position_ids)$/i.test(name)
}

/** Returns the shape of an empty cache: its free axes, but for the items, have no length. */
function shapeOf({ shape }: TensorInfo, items: number): number[] {
  return shape.map((length, axis) => length ?? (axis === 0 ? items : 0))
}

function numeric({ name, dtype }: TensorInfo) {
  if (dtype !== "string") return dtype
  throw generationError("MODEL_UNSUPPORTED", `the cache input "${name}" of the decoder takes texts`)
}

/** Zeros in place of a past are seen as words, unless a switch says that they are unused. */
function findingsOf(unused: readonly TensorInfo[]): Finding[] {
  const hasSwitch = unused.some(({ name }) => /^use_cache/i.test(name))
  const filled = unused.filter((info) => !/^use_cache/i.test(info.name) && sizeOf(shapeOf(info, 1)) > 0)
  if (hasSwitch || filled.length === 0) return []
  return [
    warning(
      "CACHE_ZEROS",
      `the decoder declares a past of a fixed length ("${filled[0].name}" and ${filled.length - 1} more), which is filled with zeros`,
      "export the decoder without the cache, or with a free length of the past",
    ),
  ]
}

/** Returns the position of each id: its number, or that among the ids that the mask shows. */
function countPositions(info: TensorInfo, ids: Tensor, feeds: Feeds): Tensor {
  const [items, length] = ids.shape
  const dtype = numeric(info)
  const mask = feeds["attention_mask"] as Tensor | undefined
  const isOnce = info.shape.length === 1
  const isMasked = !isOnce && mask?.shape.length === 2 && mask.shape[1] === length
  const rows = Array.from({ length: isOnce ? 1 : items }, (_, row) => {
    let count = 0
    return Array.from({ length }, (_, place) =>
      isMasked && Number(mask.data[row * length + place]) === 0 ? Math.max(0, count - 1) : count++,
    )
  })
  return {
    dtype,
    shape: isOnce ? [length] : [items, length],
    data: encode(dtype, Float32Array.from(rows.flat())),
  }
}
