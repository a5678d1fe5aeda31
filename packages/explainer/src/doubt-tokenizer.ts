import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import type { Tokenizer } from "@pami/text"
import type { DescribedModel } from "./described-model.ts"

// Tokens that a person added, and that the model never learned, are few.
const mostAdded = 256
// Vocabularies are padded to a round size: that of phi-2 by 2 %.
const leastShare = 0.95

/**
 * Returns findings about a tokenizer that seems to be that of another model, by the `config.json` of the model: its number of ids, and
 * the one that fills the inputs.
 *
 * @throws PamiError `TOKENIZER_MISMATCH` for a vocabulary that is larger than the model's by more than a few added tokens
 */
export function doubtTokenizer(
  { vocabularySize, padId }: Pick<DescribedModel, "vocabularySize" | "padId">,
  tokenizer: Tokenizer | undefined,
): readonly Finding[] {
  if (tokenizer === undefined) return []
  const { name, size } = tokenizer
  const findings: Finding[] = []
  const doubt = (message: string) =>
    findings.push({
      code: "VOCABULARY_DIFFERS",
      level: "warning",
      message,
      fix: "take the tokenizer that the model was trained with",
    })
  if (vocabularySize !== undefined) {
    const counts = `the tokenizer ${name} has ${grouped(size)} ids, and the config.json of the model ${grouped(vocabularySize)}`
    if (size > vocabularySize + mostAdded)
      throw new PamiError(
        "TOKENIZER_MISMATCH",
        `${counts}: it is that of another model. Take the tokenizer that the model was trained with.`,
        { data: { size, vocabularySize } },
      )
    if (size > vocabularySize || size < leastShare * vocabularySize)
      doubt(`${counts}: it may be that of another model`)
  }
  // A tokenizer without a token for it fills with any id.
  const fills = tokenizer.specialTokens?.includes(tokenizer.piece(tokenizer.padId)) ?? false
  if (fills && padId !== undefined && padId !== tokenizer.padId)
    doubt(
      `the tokenizer ${name} fills inputs with the id ${tokenizer.padId}, and the config.json of the model says ${padId}: it may be that of another model`,
    )
  return findings
}
