import type { SymbolicTensor, Tensor } from "@tensorflow/tfjs"
import type { Tf } from "./tensorflow.ts"

const epsilon = 1e-5

/** Makes layers whose weights come from consecutive seeds, and applies them. */
export interface Kit {
  readonly tf: Tf
  /** Returns the next seed. */
  seed(): number
  dense(
    name: string,
    units: number,
    input: SymbolicTensor,
    settings?: { readonly relu?: boolean; readonly deviation?: number },
  ): SymbolicTensor
  sum(name: string, inputs: readonly SymbolicTensor[]): SymbolicTensor
  dot(name: string, axes: readonly [number, number], inputs: readonly SymbolicTensor[]): SymbolicTensor
  /** Normalizes tokens. */
  normal(name: string, input: SymbolicTensor): SymbolicTensor
}

/** Returns a kit that begins with this seed. */
export function kit(tf: Tf, first: number): Kit {
  const { layers, initializers } = tf
  let used = first
  const seed = () => used++
  return {
    tf,
    seed,
    dense(name, units, input, { relu = false, deviation } = {}) {
      const kernelInitializer =
        deviation === undefined
          ? initializers.glorotNormal({ seed: seed() })
          : initializers.randomNormal({ mean: 0, stddev: deviation, seed: seed() })
      const activation = relu ? { activation: "relu" as const } : {}
      return layers.dense({ name, units, kernelInitializer, ...activation }).apply(input) as SymbolicTensor
    },
    sum: (name, inputs) => layers.add({ name }).apply([...inputs]) as SymbolicTensor,
    dot: (name, axes, inputs) => layers.dot({ name, axes: [...axes] }).apply([...inputs]) as SymbolicTensor,
    // Factors and offsets stay 1 and 0: the dense layers behind have their own.
    normal(name, input) {
      const layer = layers.layerNormalization({ name, epsilon })
      // The same numbers; but that of tfjs repeats mean and variance, and takes their gradient slice by slice.
      const call = (given: Tensor | Tensor[]) =>
        tf.tidy(() => {
          const [tokens] = [given].flat()
          const { mean, variance } = tf.moments(tokens, -1, true)
          return tokens.sub(mean).mul(variance.add(epsilon).rsqrt())
        })
      Object.assign(layer, { call })
      const output = layer.apply(input) as SymbolicTensor
      layer.trainable = false
      return output
    },
  }
}

/** Size of a block of a transformer. */
export interface BlockOptions {
  /** Length of a token. */
  readonly width: number
  readonly heads: number
  /** Length of the inner layer. */
  readonly hidden: number
  /**
   * Standard deviation of the first weights of what the block adds to a token: if small, several blocks begin as none, and train as
   * fast (Zhang et al. 2019). Default: that of any dense layer.
   */
  readonly added?: number
}

/** The tokens that a block attends to, beside the products of queries and keys. */
export interface Attention {
  /** Tokens to attend to in place of the block's own. */
  readonly context?: SymbolicTensor
  /** The largest value that a product may have, `[N, 1 or T, T]`: far below zero for tokens that a token must not see. */
  readonly limits?: SymbolicTensor
  /** Columns to append to the queries and keys of a head, whose product is added to that of the head. */
  readonly appended?: readonly (readonly [query: SymbolicTensor, key: SymbolicTensor] | undefined)[]
}

/**
 * Returns the tokens behind attention and two dense layers, each with a sum around it and normalization before it, as in ViT
 * (Dosovitskiy et al. 2021).
 */
export function block(
  kit: Kit,
  name: string,
  tokens: SymbolicTensor,
  { width, heads, hidden, added }: BlockOptions,
  attention: Attention = {},
): SymbolicTensor {
  const settings = added === undefined ? {} : { deviation: added }
  const mixed = attend(kit, name, kit.normal(`${name}_norm_1`, tokens), width, heads, attention)
  const sum = kit.sum(`${name}_sum_1`, [tokens, kit.dense(`${name}_out`, width, mixed, settings)])
  const inner = kit.dense(`${name}_inner`, hidden, kit.normal(`${name}_norm_2`, sum), { relu: true })
  return kit.sum(`${name}_sum_2`, [sum, kit.dense(`${name}_outer`, width, inner, settings)])
}

/** Returns the values that the heads gather, `[N, T, width]`. */
function attend(
  kit: Kit,
  name: string,
  tokens: SymbolicTensor,
  width: number,
  heads: number,
  { context = tokens, limits, appended = [] }: Attention,
): SymbolicTensor {
  const { layers } = kit.tf
  const join = (name: string, parts: SymbolicTensor[]) =>
    layers.concatenate({ name }).apply(parts) as SymbolicTensor
  const gathered = Array.from({ length: heads }, (_, index) => {
    const head = `${name}_head_${index}`
    // The scale of the products is in the weights of the queries: they begin small.
    let query = kit.dense(`${head}_query`, width / heads, tokens, { deviation: 0.02 })
    let key = kit.dense(`${head}_key`, width / heads, context)
    const value = kit.dense(`${head}_value`, width / heads, context)
    const more = appended[index]
    if (more !== undefined) {
      query = join(`${head}_query_more`, [query, more[0]])
      key = join(`${head}_key_more`, [key, more[1]])
    }
    let products = kit.dot(`${head}_products`, [2, 2], [query, key])
    if (limits !== undefined)
      products = layers.minimum({ name: `${head}_limited` }).apply([products, limits]) as SymbolicTensor
    const shares = layers.activation({ name: `${head}_shares`, activation: "softmax" }).apply(products)
    return kit.dot(`${head}_mixed`, [2, 1], [shares as SymbolicTensor, value])
  })
  return join(`${name}_heads`, gathered)
}
