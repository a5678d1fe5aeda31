import { PamiError } from "@pami/core"
import type { Input, TensorInfo, UnitGrid } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import type { TextErrorCode } from "../codes.ts"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import { splitText } from "../units/split-text.ts"
import type { Units } from "../units/split-text.ts"
import type { Span } from "../units/span.ts"
import { expectTexts } from "./expect-text.ts"
import { maskedText } from "./masked-text.ts"
import { openStrings, stringFeeds } from "./open-strings.ts"
import type { GivenText } from "./shorten.ts"
import { othersKept } from "./shown-units.ts"
import { decideMask } from "./text-mask.ts"
import type { TextMask } from "./text-mask.ts"
import { singleGroups, textPieces } from "./text-pieces.ts"
import { tokenRows } from "./token-rows.ts"
import { openTokens } from "./open-tokens.ts"
import { placedWords } from "./placed-words.ts"
import type { PlacedWord } from "./placed-words.ts"

/** A text that the model takes. */
export interface NamedText {
  /** Name of the text and its grid: `"question"`. Unique. */
  readonly name: string
  readonly text: string
  /** Whether its units are masked; else it is always whole. Default true. */
  readonly explained?: boolean | undefined
  /** Of an explained text. Default: `units` of {@link TextInputOptions}. */
  readonly units?: Units | undefined
}

/** Options of {@link textInput}. */
export interface TextInputOptions {
  /** The text, or the texts in the order in which the model takes them; at least one is explained. */
  readonly texts: string | readonly NamedText[]
  /** Default `words`. */
  readonly units?: Units | undefined
  /** Language of the texts, such as `"th"`. Default `"en"`. */
  readonly language?: string | undefined
  /** The masking of a unit. Default `auto`. */
  readonly mask?: TextMask | undefined
  /** The tokenizer of the model. A model that takes strings needs none; of one given, the mask token or unknown token is used. */
  readonly tokenizer?: Tokenizer | undefined
  /** The inputs of the model: `model.inputs`. */
  readonly tensors: readonly TensorInfo[]
  /** The largest number of tokens, those of special tokens and `suffix` included. Default: as model and tokenizer say. */
  readonly maxLength?: number | undefined
  /**
   * Ids behind the texts, never masked: the answer of a decoder-only model. They end every row, at the same places whatever is
   * masked; padding is then before the texts. Default: none.
   */
  readonly suffix?: readonly number[] | undefined
  /** Number of ids that the model knows, to check those of the tokenizer. Default: not checked. */
  readonly vocabularySize?: number | undefined
  /**
   * Whether no token moves, for models that score tokens: each token of a masked unit is replaced by the mask, which is one token.
   * Default false: one mask stands in place of a unit.
   */
  readonly keepPlaces?: boolean | undefined
}

/** Texts, ready to be explained. */
export interface TextInput {
  /** Units are those of the explained texts, a grid `[units]` for each, with the units as labels. */
  readonly input: Input
  readonly texts: readonly ShownText[]
  /** The mask in force: `"mask-token"`, `"unknown-token"`, `"delete"` or `"word"`. */
  readonly mask: string
  /** With `keepPlaces`, the words of all texts and the places of their tokens, in the order of the row. Else absent. */
  readonly words?: readonly PlacedWord[]
}

/** A text of an input. */
export interface ShownText {
  readonly name: string
  /** The text as given. */
  readonly text: string
  /** The units that the model sees, in order. */
  readonly units: readonly Span[]
  /** Name of its grid; `undefined` if it is not explained. */
  readonly grid: string | undefined
  /** The part of the text that the model sees. */
  readonly shown: Span
}

/**
 * Returns a text, a pair or several texts as an input. A unit is masked in the string, before any tokenizer, so that its place is
 * exact for every model. All tensors of a sweep have one length, and bits that do not depend on the batch.
 *
 * A text that is too long is cut in the string, before the first unit that does not fit, with a finding.
 *
 * An input of several explained texts has a variant, `"other texts kept"`: there a text without any kept unit stays whole, so that
 * the words of a premise are seen with its hypothesis. `textPartitions` uses it.
 *
 * @throws PamiError `TEXT_EMPTY`, `TEXT_TOO_LONG`, `TOKENIZER_MISSING`, `TOKENIZER_MISMATCH`, `MASK_UNAVAILABLE`; with `keepPlaces`
 *   `TOKENIZER_UNSUPPORTED` for tokens that reach over words
 * @throws RangeError for names that are not unique, no explained text, and impossible options
 *
 * @example
 * const file = new TextEncoder().encode("<PAD>\n<START>\n<UNK>\na\nfine\nfilm\n")
 * const { input, texts } = textInput({
 *   texts: "A fine film",
 *   tokenizer: vocabularyTokenizer(file),
 *   tensors: [{ name: "tokens", dtype: "int32", shape: [null, 8] }],
 * })
 * const writer = input.open(1)
 * writer.preserve(0, Int32Array.of(1, 2))
 * console.log(input.grids[0].labels?.join()) // A,fine,film
 * console.log(writer.feeds(1)["tokens"].data.join()) // 1,2,4,2,0,0,0,0
 */
export function textInput(options: TextInputOptions): TextInput {
  const { units = "words", language, tokenizer, tensors, suffix = [], mask = "auto", keepPlaces } = options
  const named = typeof options.texts === "string" ? [{ name: "text", text: options.texts }] : options.texts
  const given = named.map(({ name, text, ...rest }: NamedText): GivenText => {
    const isExplained = rest.explained ?? true
    const cut = isExplained ? (rest.units ?? units) : "words"
    return { name, text, units: splitText(text, { units: cut, language }), isExplained }
  })
  expectTexts(given, tokenizer)
  const takesStrings = tensors.length > 0 && tensors.every(({ dtype }) => dtype === "string")
  if (!takesStrings && tokenizer === undefined)
    throw new PamiError<TextErrorCode>(
      "TOKENIZER_MISSING",
      `the model takes numbers (${tensors.map(({ name, dtype }) => `${name} ${dtype}`).join(", ")}), and no tokenizer is given: give its tokenizer.json, or its vocabulary file`,
    )
  if (takesStrings && (options.maxLength !== undefined || suffix.length > 0))
    throw new RangeError("maxLength and suffix are counted in tokens; the model takes strings, without them")
  if (keepPlaces && (takesStrings || suffix.length > 0))
    throw new RangeError(
      `keepPlaces is for tokens; the model takes ${takesStrings ? "strings" : "a suffix, which keeps its place"}`,
    )
  const decided = decideMask(mask, tokenizer)
  const rows = takesStrings
    ? undefined
    : tokenRows(given, decided.word, { ...options, tokenizer: tokenizer!, suffix })
  const fitted = rows?.texts ?? given.map((text) => ({ ...text, end: text.text.length }))
  let start = 0
  const texts = fitted.map((text) => {
    const place = { ...text, offset: start, unitCount: text.isExplained ? text.units.length : 0 }
    start += place.unitCount
    return place
  })
  const count = start
  const grids = texts
    .filter(({ isExplained }) => isExplained)
    .map(({ name, text, units: spans, offset }): UnitGrid => ({
      name,
      shape: [spans.length],
      start: offset,
      labels: spans.map((span) => text.slice(span.start, span.end)),
    }))
  const settings = {
    texts: texts.map(({ name, isExplained, units: { length }, end, text }) => ({
      name,
      explained: isExplained,
      units: length,
      characters: end,
      ...(end < text.length && { cutFrom: text.length }),
    })),
    units: typeof units === "string" ? units : "spans",
    language: language ?? "en",
    mask: decided.name,
    ...(decided.word !== undefined && { maskedBy: decided.word }),
    ...(rows && { tokenizer: { name: tokenizer!.name, ...tokenizer!.settings }, length: rows.length }),
    ...(suffix.length > 0 && { suffix: [...suffix] }),
    ...(keepPlaces && { keepPlaces }),
  }
  const shared = {
    grids: grids as [UnitGrid, ...UnitGrid[]],
    digest: digestOf([texts.map(({ name, text, units: spans, end }) => [name, text, spans, end]), settings]),
    settings,
    findings: [...decided.findings, ...(rows?.findings ?? [])],
    ...(grids.length > 1 && { variants: [{ name: othersKept }] }),
  }
  const input: Input = rows
    ? {
        ...shared,
        tensors: rows.tensors.map(({ name, dtype, itemShape }) => ({
          name,
          dtype,
          shape: [null, ...itemShape(rows.length)],
        })),
        open: (slots) =>
          openTokens(
            {
              ...rows,
              texts: texts.map((text, i) => ({
                ids: rows.texts[i].ids,
                offset: text.offset,
                units: text.unitCount,
              })),
              units: count,
            },
            slots,
          ),
      }
    : stringsInput(shared, texts, tensors, decided.word, count)
  return {
    input,
    texts: texts.map(({ name, text, units: spans, isExplained, end }) => ({
      name,
      text,
      units: spans,
      grid: isExplained ? name : undefined,
      shown: { start: 0, end },
    })),
    mask: decided.name,
    ...(keepPlaces && rows && { words: placedWords(rows, tokenizer!, language) }),
  }
}

type Shared = Pick<Input, "grids" | "digest" | "settings" | "findings" | "variants">
type PlacedText = GivenText & { readonly offset: number; readonly unitCount: number }

function stringsInput(
  shared: Shared,
  texts: readonly PlacedText[],
  declared: readonly TensorInfo[],
  word: string | undefined,
  units: number,
): Input {
  const tensors = stringFeeds(
    declared,
    texts.map(({ name }) => name),
  )
  const rows = texts.map(({ text, units: spans, isExplained, offset, unitCount }) => {
    const pieces = textPieces(text, isExplained ? spans : [])
    return { offset, units: unitCount, masked: maskedText(pieces, singleGroups(pieces), word) }
  })
  return {
    ...shared,
    tensors: tensors.map(({ name, shape }) => ({ name, dtype: "string", shape: [null, ...shape] })),
    open: (slots) => openStrings({ tensors, texts: rows, units }, slots),
  }
}

function digestOf(value: unknown): string {
  return sha256([new TextEncoder().encode(JSON.stringify(value))])
}
