import type { Tensors, TextPlace } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { isFloat, listOutputs, named } from "../outputs/fit.ts"
import type { Fit, Outputs } from "../outputs/fit.ts"

/** A word, and its place in the sequence of tokens. */
export interface TokenPlace {
  readonly label: string
  /** Position of the first token, and of the one behind the last. */
  readonly start: number
  readonly end: number
  /** Place in its text, which the target then has. Default: unknown. */
  readonly span?: TextPlace
}

/** An output with scores of classes at each token. */
export interface TokenFit extends Fit {
  readonly classes: number
}

/** Returns the outputs that hold scores of classes at each token, `[N, tokens, classes]`. */
export function tokenScores(outputs: Outputs): readonly TokenFit[] {
  return listOutputs(outputs).flatMap((output): TokenFit[] => {
    const classes = output.shape[2]
    const fits = output.shape.length === 3 && isFloat(output) && classes !== null && classes > 1
    if (!fits) return []
    return [
      {
        output: output.name,
        why: `${named(output)} has ${classes} scores for each token`,
        clear: /logits|scores|probs/i.test(output.name),
        classes,
      },
    ]
  })
}

/**
 * Returns the number of tokens of an output.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` for words behind its end
 */
export function expectTokens(outputs: Tensors, name: string, words: readonly TokenPlace[]): number {
  const { shape } = outputs[name]
  const tokens = shape[1]
  const last = words.reduce((most, { end }) => Math.max(most, end), 0)
  if (last <= tokens) return tokens
  throw targetsError(
    "OUTPUT_UNSUITABLE",
    `output "${name}" ${formatShape(shape)} has ${tokens} tokens, and a word ends at token ${last}: the output does not follow the tokens of the input`,
    { output: name, tokens },
  )
}
