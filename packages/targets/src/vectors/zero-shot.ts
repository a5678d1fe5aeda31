import { probabilityScale, type Target } from "@pami/core"
import { exp } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { sigmoid } from "../outputs/activation.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { cosine, digestOf, type EmbeddingOptions, normalized, openEmbedding } from "./embedding.ts"

/** Options of {@link zeroShot}. */
export interface ZeroShotOptions extends EmbeddingOptions {
  /** Labels of the user: each a target. */
  readonly labels: readonly string[]
  /** The vector of each label, from the text encoder of the same model. */
  readonly vectors: readonly ArrayLike<number>[]
  /** Factor of the cosines: e to the `logit_scale` of a CLIP. Default 100, to which CLIP is trained. */
  readonly logitScale?: number
  /** Added to the cosines times the factor: the `logit_bias` of a SigLIP. Default 0. */
  readonly logitBias?: number
  /** `softmax` for exclusive labels (CLIP), `sigmoid` for labels that may occur together (SigLIP). Default `softmax`. */
  readonly activation?: "softmax" | "sigmoid"
}

/**
 * Returns the target of an image encoder with labels in words: the probability of each label, softmax(scale x cosine), over
 * all labels given (Radford et al. 2021). The text encoder runs once, before; the sweep runs the image encoder alone.
 *
 * @throws PamiError `REFERENCE_MISSING` without labels or without a vector for each; when bound, the errors of `similarity`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = zeroShot({ output: "embedding", labels: ["bright", "dark"], vectors: [[1, 1], [-1, 1]], logitScale: 2 })
 * const { targets } = await explain({ model: detector, input, target })
 * console.log(targets.map(({ label, score }) => `${label} ${score.toFixed(2)}`).join(", ")) // bright 0.88, dark 0.12
 */
export function zeroShot(options: ZeroShotOptions): Target {
  const { labels, vectors, logitScale = 100, logitBias = 0, activation = "softmax" } = options
  if (labels.length === 0 || labels.length !== vectors.length)
    throw targetsError(
      "REFERENCE_MISSING",
      `${labels.length} labels have ${vectors.length} vectors. Give labels, and run the text encoder on each.`,
      { labels: labels.length, vectors: vectors.length },
    )
  if (!(logitScale > 0) || !Number.isFinite(logitBias))
    throw new RangeError(
      `logitScale must be above 0 and logitBias a number, got ${logitScale} and ${logitBias}`,
    )
  const settings = {
    labels,
    vectors: vectors.map(digestOf),
    logitScale,
    logitBias,
    activation,
    pool: options.pool ?? null,
  }
  return {
    name: "zero-shot",
    settings: { ...settings, output: options.output ?? null },
    bind({ original, baseline }) {
      const { output, length, open } = openEmbedding(original, options)
      const units = vectors.map((vector, i) => normalized(vector, `the vector of "${labels[i]}"`, length))
      return bindScores(
        { original, baseline },
        {
          targets: labels.map((label, id) => ({ id, label })),
          scale: probabilityScale,
          chance: activation === "softmax" ? 1 / labels.length : 0,
          settings: { ...settings, output },
          findings: [],
          open(outputs, count) {
            const vectorOf = open(outputs, count)
            return (item, scores) => {
              const vector = vectorOf(item)
              for (let k = 0; k < units.length; k++)
                scores[k] = logitScale * cosine(vector, units[k]) + logitBias
              if (activation === "sigmoid")
                for (let k = 0; k < units.length; k++) scores[k] = sigmoid(scores[k])
              else softmax(scores)
            }
          },
        },
      )
    },
  }
}

function softmax(scores: Float64Array): void {
  const top = scores.reduce((a, b) => Math.max(a, b))
  let sum = 0
  for (let k = 0; k < scores.length; k++) sum += scores[k] = exp(scores[k] - top)
  for (let k = 0; k < scores.length; k++) scores[k] /= sum
}
