import type { SymbolicTensor } from "@tensorflow/tfjs"
import type { Attention, Kit } from "../blocks.ts"

// Products beyond these limits do not occur; larger numbers would not fit float16, in which some GPUs compute.
const limit = 100

/** Returns a layer with weights that stay as they are, applied. */
export function fixed(
  { tf }: Kit,
  layer: { apply(input: SymbolicTensor): unknown; setWeights(w: unknown[]): void; trainable: boolean },
  input: SymbolicTensor,
  weights: readonly (readonly [values: readonly number[], shape: readonly number[]])[],
): SymbolicTensor {
  const output = layer.apply(input) as SymbolicTensor
  layer.setWeights(weights.map(([values, shape]) => tf.tensor([...values], [...shape])))
  layer.trainable = false
  return output
}

/** Returns one number for each id of `[N, T]`, `[N, T, 1]`. */
export function lookUp(
  kit: Kit,
  name: string,
  ids: SymbolicTensor,
  numbers: readonly number[],
): SymbolicTensor {
  const layer = kit.tf.layers.embedding({ name, inputDim: numbers.length, outputDim: 1 })
  return fixed(kit, layer, ids, [[numbers, [numbers.length, 1]]])
}

/** Returns a learned row for each id of `[N, T]`, `[N, T, width]`. */
export function embed(
  kit: Kit,
  name: string,
  ids: SymbolicTensor,
  count: number,
  width: number,
  deviation = 0.3,
): SymbolicTensor {
  const layer = kit.tf.layers.embedding({
    name,
    inputDim: count,
    outputDim: width,
    embeddingsInitializer: kit.tf.initializers.randomNormal({ mean: 0, stddev: deviation, seed: kit.seed() }),
  })
  return layer.apply(ids) as SymbolicTensor
}

/**
 * Returns numbers that are convolved with fixed taps around each token, plus a half: cast to integers, they are exact.
 *
 * @param taps of each channel of the output
 */
function convolved(
  kit: Kit,
  name: string,
  input: SymbolicTensor,
  taps: readonly (readonly number[])[],
): SymbolicTensor {
  const [filters, kernelSize] = [taps.length, taps[0].length]
  const layer = kit.tf.layers.conv1d({ name, filters, kernelSize, padding: "same" })
  const kernel = Array.from({ length: kernelSize }, (_, tap) => taps.map((own) => own[tap])).flat()
  return fixed(kit, layer, input, [
    [kernel, [kernelSize, 1, filters]],
    [taps.map(() => 0.5), [filters]],
  ])
}

/** Returns `[N, T, 1]` as `[N, T]`. */
function flat(kit: Kit, name: string, input: SymbolicTensor): SymbolicTensor {
  return kit.tf.layers
    .reshape({ name, targetShape: [null as unknown as number] })
    .apply(input) as SymbolicTensor
}

/**
 * Returns how many tokens there are up to each, itself included, plus a half, `[N, T, 1]`, for up to `longest` tokens. A convolution
 * counts them, because layers of tfjs know no positions, and the length is free.
 *
 * @param there 1 for a token, 0 for padding, `[N, T, 1]`
 */
export function counted(kit: Kit, there: SymbolicTensor, longest: number): SymbolicTensor {
  const taps = Array.from({ length: 2 * longest - 1 }, (_, tap) => (tap < longest ? 1 : 0))
  return convolved(kit, "counts", there, [taps])
}

/** Returns a learned row for the position of each token, `[N, T, width]`. */
export function places(kit: Kit, counts: SymbolicTensor, longest: number, width: number): SymbolicTensor {
  return embed(kit, "places", flat(kit, "positions", counts), longest + 1, width, 0.05)
}

/**
 * Returns learned rows of each token and of those before it, side by side, `[N, T, (reach + 1) * width]`. Attention needs not find
 * out first what the neighbours are.
 *
 * @param reach number of tokens before each
 */
export function withEarlier(
  kit: Kit,
  ids: SymbolicTensor,
  reach: number,
  vocabulary: number,
  width: number,
): SymbolicTensor {
  const numbers = lookUp(
    kit,
    "numbers",
    ids,
    Array.from({ length: vocabulary }, (_, id) => id),
  )
  const taps = Array.from({ length: reach + 1 }, (_, steps) =>
    Array.from({ length: 2 * reach + 1 }, (_, tap) => (tap === reach - steps ? 1 : 0)),
  )
  const rows = embed(kit, "words", convolved(kit, "earlier", numbers, taps), vocabulary, width)
  return kit.tf.layers
    .reshape({ name: "side_by_side", targetShape: [null as unknown as number, (reach + 1) * width] })
    .apply(rows) as SymbolicTensor
}

/**
 * Returns the limits of attention to every token but padding, `[N, 1, T]`.
 *
 * @param ids of pieces or of a mask, `[N, T]`
 * @param isThere 1 for an id that is a token, 0 for padding
 */
export function toAllOf(kit: Kit, ids: SymbolicTensor, isThere: readonly number[]): SymbolicTensor {
  const limits = isThere.map((there) => (there === 1 ? limit : -limit))
  const row = kit.tf.layers.permute({ name: "limits_row", dims: [2, 1] })
  return row.apply(lookUp(kit, "limits", ids, limits)) as SymbolicTensor
}

/**
 * Returns attention to the tokens before each, itself included. In some heads distant tokens count less: the product falls by a
 * slope for each token between (Press et al. 2022).
 *
 * @param slopes of each head, 0 for none
 */
export function toEarlier(
  kit: Kit,
  counts: SymbolicTensor,
  there: SymbolicTensor,
  slopes: readonly number[],
): Attention {
  const { layers } = kit.tf
  const linear = (name: string, input: SymbolicTensor, columns: number[], offsets: number[]) => {
    const rows = columns.length / 2
    const layer = layers.dense({ name, units: 2 })
    return fixed(kit, layer, input, [
      [columns, [rows, 2]],
      [offsets, [2]],
    ])
  }
  // With the count p: (p, 1) times (s, -s q) is s times the number of tokens between.
  const from = linear("from", counts, [1, 0], [0, 1])
  const both = layers.concatenate({ name: "counts_there" }).apply([counts, there]) as SymbolicTensor
  const to = linear("to", both, [0, -limit, 0, 100 * limit], [limit, -99.5 * limit])
  return {
    limits: kit.dot("limits", [2, 2], [from, to]),
    appended: slopes.map((slope, head) =>
      slope === 0 ? undefined : [from, linear(`slope_${head}`, counts, [0, slope], [-slope, 0])],
    ),
  }
}
