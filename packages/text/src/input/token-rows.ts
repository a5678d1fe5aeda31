import { PamiError } from "@pami/core"
import type { Finding, TensorInfo } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import type { TextErrorCode } from "../codes.ts"
import { note, warning } from "../findings.ts"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import { specialTokensIn } from "./expect-text.ts"
import { fixedLength, rowLayout } from "./row-layout.ts"
import type { Stretch } from "./row-layout.ts"
import { maskedIds } from "./masked-ids.ts"
import { maskId, placedIds } from "./placed-ids.ts"
import { shorten } from "./shorten.ts"
import type { FittedText, GivenText } from "./shorten.ts"
import { tokenTensors } from "./token-tensors.ts"
import type { TokenTensor } from "./token-tensors.ts"

/** Texts as rows of tokens. */
export interface FittedRows {
  readonly tensors: readonly TokenTensor[]
  readonly length: number
  readonly layout: readonly Stretch[]
  readonly texts: readonly FittedText[]
  readonly suffix: readonly number[]
  readonly padId: number
  readonly findings: readonly Finding[]
}

/** The model, its tokenizer, and the limits of rows. */
export interface RowOptions {
  readonly tokenizer: Tokenizer
  readonly tensors: readonly TensorInfo[]
  readonly maxLength?: number | undefined
  readonly suffix: readonly number[]
  readonly vocabularySize?: number | undefined
  readonly keepPlaces?: boolean | undefined
}

/**
 * Returns texts as rows of tokens, cut to the length that the model takes.
 *
 * @throws PamiError `TEXT_TOO_LONG`, `TOKENIZER_MISMATCH`; to keep places, `MASK_UNAVAILABLE`, `TOKENIZER_UNSUPPORTED`
 */
export function tokenRows(
  given: readonly GivenText[],
  word: string | undefined,
  options: RowOptions,
): FittedRows {
  const { tokenizer, suffix, maxLength } = options
  if (maxLength !== undefined && !(Number.isSafeInteger(maxLength) && maxLength >= 1))
    throw new RangeError(`maxLength is a whole number from 1; got ${maxLength}`)
  const { tensors, length: declared } = tokenTensors(options.tensors)
  const layout = rowLayout(given.length, tokenizer)
  const beside = fixedLength(layout) + suffix.length
  const most = Math.min(declared ?? Infinity, maxLength ?? Infinity, tokenizer.maxLength ?? Infinity)
  const mask = options.keepPlaces ? maskId(word, tokenizer) : undefined
  const texts = shorten(given, most - beside, tokenizer, (pieces, units) =>
    mask === undefined ? maskedIds(pieces, units, word, tokenizer) : placedIds(pieces, mask, tokenizer),
  )
  const length = declared ?? texts.reduce((sum, { ids }) => sum + ids.most, beside)
  const rows = { tensors, length, layout, texts, suffix, padId: tokenizer.padId }
  expectVocabulary(rows, options)
  return { ...rows, findings: findingsOf(given, rows, most, tokenizer) }
}

/** @throws PamiError `TOKENIZER_MISMATCH` for an id that the model does not know */
function expectVocabulary(
  { texts, layout, suffix, padId }: Omit<FittedRows, "findings">,
  options: RowOptions,
): void {
  const { tokenizer, vocabularySize: size } = options
  if (size === undefined) return
  const ids = [
    padId,
    ...suffix,
    ...layout.flatMap((stretch) => ("ids" in stretch ? stretch.ids : [])),
    ...texts.flatMap(({ text, end }) => tokenizer.encode(text.slice(0, end))),
    ...tokenizer.encode(options.tokenizer.maskToken ?? ""),
  ]
  const unknown = ids.find((id) => id >= size)
  if (unknown !== undefined)
    throw new PamiError<TextErrorCode>(
      "TOKENIZER_MISMATCH",
      `the tokenizer ${tokenizer.name} gives the id ${unknown} for "${tokenizer.piece(unknown)}"; the model knows the ids 0 to ${size - 1}. Take the tokenizer that the model was trained with.`,
      { data: { id: unknown, vocabularySize: size } },
    )
}

function findingsOf(
  given: readonly GivenText[],
  { tensors, texts, suffix }: Omit<FittedRows, "findings">,
  most: number,
  tokenizer: Tokenizer,
): readonly Finding[] {
  const findings: Finding[] = []
  for (const { name, text } of given)
    for (const token of specialTokensIn(text, tokenizer))
      findings.push(
        warning(
          "SPECIAL_TOKEN_IN_TEXT",
          `the text "${name}" contains "${token}", which the model reads as a special token, not as words`,
          "remove it, or write it apart",
        ),
      )
  for (const [i, { name, text, end, units }] of texts.entries())
    if (end < text.length)
      findings.push(
        warning(
          "TEXT_TRUNCATED",
          `the text "${name}" is cut after character ${grouped(end)} of ${grouped(text.length)}, ${grouped(units.length)} of ${grouped(given[i].units.length)} units: the model takes ${grouped(most)} tokens`,
          "nothing, if its beginning is enough; else explain its parts one by one",
        ),
      )
  const unknown =
    tokenizer.unknownToken === undefined ? undefined : tokenizer.encode(tokenizer.unknownToken)[0]
  for (const { name, text, end } of texts) {
    const ids = tokenizer.encode(text.slice(0, end))
    const share = ids.filter((id) => id === unknown).length / ids.length
    if (share > 0.5)
      findings.push(
        warning(
          "WORDS_UNKNOWN",
          `the tokenizer ${tokenizer.name} does not know ${Math.round(100 * share)} % of the text "${name}"`,
          "take the tokenizer of the model, or a text in its language",
        ),
      )
  }
  if (suffix.length > 0 && !tensors.some(({ role }) => role === "attention"))
    findings.push(
      note(
        "PADDING_SEEN",
        "the model has no attention mask: where masked texts are shorter, it sees the padding before them",
        "export the model with an attention mask",
      ),
    )
  return findings
}
