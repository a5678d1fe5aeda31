import type { Tensor, Tensors } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { chooseOutput, finiteNumbers, itemStarts } from "../outputs/choose-output.ts"
import { type Fit, isFloat, listOutputs, named, type Outputs } from "../outputs/fit.ts"

/** How an output becomes one vector. */
export interface EmbeddingOptions {
  /** Name of the output. Default: the only one that fits. */
  readonly output?: string
  /**
   * Pools an output of a vector for each token, `[N, tokens, numbers]`: `cls` takes the first, `mean` the mean of all.
   * Default: only outputs `[N, numbers]` are taken.
   */
  readonly pool?: "cls" | "mean"
}

/** An output that may be an embedding. */
export interface EmbeddingFit extends Fit {
  /** Length of the vector; `null` if the model does not declare it. */
  readonly length: number | null
  /** Number of tokens to pool; 1 for a vector. */
  readonly tokens: number | null
}

const words = /embed|feature|vector|pool|descriptor|latent/i

/**
 * Returns the outputs that may be embeddings: a vector for each item, or one for each token where `tokens` is not 1. Clear if
 * the name says so.
 */
export function embeddingFormat(outputs: Outputs): EmbeddingFit[] {
  return listOutputs(outputs).flatMap((output): EmbeddingFit[] => {
    if (!isFloat(output) || output.shape.length < 1) return []
    const axes = output.shape.length === 1 ? output.shape : output.shape.slice(1)
    const long = axes.filter((length) => length !== 1)
    const [length, tokens] = [long.at(-1) ?? 1, long.length === 2 ? long[0] : 1]
    if (long.length > 2 || long.length === 0 || length === 1) return []
    return [
      {
        output: output.name,
        why: `${named(output)} has ${tokens === 1 ? "a vector" : "vectors of tokens"} of ${length ?? "any number of"} numbers`,
        clear: tokens === 1 && words.test(output.name),
        length,
        tokens,
      },
    ]
  })
}

/** Returns the vector of one item. */
export type ReadVector = (item: number) => ArrayLike<number>

/** An output that is read as a vector for each item. */
export interface OpenedEmbedding {
  readonly output: string
  readonly length: number
  open(outputs: Tensors, count: number): ReadVector
}

/**
 * Returns the reader of the embedding in the outputs of an item.
 *
 * @throws PamiError `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`
 */
export function openEmbedding(original: Tensors, { output: asked, pool }: EmbeddingOptions): OpenedEmbedding {
  const { output, length, tokens } = chooseOutput(original, {
    asked,
    fits: (outputs) => embeddingFormat(outputs).filter((fit) => pool !== undefined || fit.tokens === 1),
    takes: `embeddings [N, numbers]${pool === undefined ? ', or vectors of tokens [N, tokens, numbers] with a pooling, "cls" or "mean"' : " or vectors of tokens [N, tokens, numbers]"}`,
  })
  const [width, count] = [length!, tokens!]
  const pooled = pool === "mean" ? count : 1
  return {
    output,
    length: width,
    open(outputs, items) {
      const { data, at } = itemStarts(outputs, output, width * count, items)
      const vector = new Float64Array(width)
      return (item) => {
        vector.fill(0)
        for (let token = 0, from = at(item); token < pooled; token++, from += width)
          for (let i = 0; i < width; i++) vector[i] += data[from + i] / pooled
        return vector
      }
    },
  }
}

/**
 * Returns the embedding in the outputs of one item, as {@link similarity} reads it: the reference for another input.
 *
 * @param outputs of a model that was run on one item
 * @throws PamiError `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * const outputs = { embedding: { dtype: "float32", shape: [1, 3], data: Float32Array.of(0, 3, 4) } } as const
 * console.log(readEmbedding(outputs).join()) // 0,3,4
 */
export function readEmbedding(outputs: Tensors, options: EmbeddingOptions = {}): Float64Array {
  const opened = openEmbedding(outputs, options)
  finiteNumbers(outputs[opened.output] as Tensor, opened.output, "the reference")
  return Float64Array.from(opened.open(outputs, 1)(0))
}

/** Returns the digest of a vector, for the manifest. */
export function digestOf(vector: ArrayLike<number>): string {
  return sha256([Float64Array.from(vector)])
}

/** Returns the length of a vector. */
export function lengthOf(vector: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i]
  return Math.sqrt(sum)
}

/** Returns a vector with the length 1. */
export function normalized(vector: ArrayLike<number>, name: string, expected: number): Float64Array {
  const length = lengthOf(vector)
  if (vector.length !== expected || !Number.isFinite(length) || length === 0)
    throw targetsError(
      "REFERENCE_UNSUITABLE",
      `${name} has ${vector.length} numbers and the length ${length}; expected ${expected} finite numbers, as the model gives, not all 0. Take it from the same model: see readEmbedding.`,
      { expected, actual: vector.length },
    )
  return Float64Array.from(vector, (x) => x / length)
}

/** Returns the cosine of a vector with a reference of length 1; 0 for a vector without length. */
export function cosine(vector: ArrayLike<number>, reference: Float64Array): number {
  let sum = 0
  for (let i = 0; i < reference.length; i++) sum += vector[i] * reference[i]
  const length = lengthOf(vector)
  return length === 0 ? 0 : Math.max(-1, Math.min(1, sum / length))
}
