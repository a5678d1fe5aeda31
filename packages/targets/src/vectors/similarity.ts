import type { Scale, Target } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { cosine, digestOf, type EmbeddingOptions, normalized, openEmbedding } from "./embedding.ts"

/** A vector to compare with, and its name. */
export interface Reference {
  readonly label: string
  readonly vector: ArrayLike<number>
}

/** Options of {@link similarity}. */
export interface SimilarityOptions extends EmbeddingOptions {
  /** The vector to compare with: the embedding of another input, see {@link readEmbedding}. */
  readonly reference?: ArrayLike<number>
  /** Several vectors, each a target of the one sweep. */
  readonly references?: readonly Reference[]
}

const scale: Scale = { unit: "similarity", range: [-1, 1] }

/**
 * Returns the target of an embedding: its cosine to one or more reference vectors, -1 to 1, as in face verification and
 * retrieval. A vector without length scores 0.
 *
 * @throws PamiError `REFERENCE_MISSING`; when bound `REFERENCE_UNSUITABLE` for a vector of another length, `OUTPUT_NOT_FOUND`,
 *   `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = similarity({ output: "embedding", reference: [1, 0] })
 * const { targets, scale } = await explain({ model: detector, input, target })
 * console.log(`${scale.unit} ${targets[0].score.toFixed(2)}`) // similarity 0.71
 */
export function similarity(options: SimilarityOptions): Target {
  const { reference, pool, output: asked } = options
  const references =
    options.references ?? (reference === undefined ? [] : [{ label: "reference", vector: reference }])
  if (references.length === 0)
    throw targetsError(
      "REFERENCE_MISSING",
      "an embedding is explained by its similarity to another one. Give a reference vector: run the model on the input to compare with, and read it with readEmbedding.",
    )
  const settings = {
    pool: pool ?? null,
    references: references.map(({ label, vector }) => ({ label, digest: digestOf(vector) })),
  }
  return {
    name: "similarity",
    settings: { ...settings, output: asked ?? null },
    bind({ original, baseline }) {
      const { output, length, open } = openEmbedding(original, options)
      const vectors = references.map(({ label, vector }) =>
        normalized(vector, `the reference "${label}"`, length),
      )
      return bindScores(
        { original, baseline },
        {
          targets: references.map(({ label }, id) => ({ id, label })),
          scale,
          settings: { ...settings, output },
          findings: [],
          open(outputs, count) {
            const vectorOf = open(outputs, count)
            return (item, scores) => {
              const vector = vectorOf(item)
              for (let k = 0; k < vectors.length; k++) scores[k] = cosine(vector, vectors[k])
            }
          },
        },
      )
    },
  }
}
