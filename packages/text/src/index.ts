export type { TextErrorCode, TextFindingCode } from "./codes.ts"
export {
  type NamedText,
  type ShownText,
  textInput,
  type TextInput,
  type TextInputOptions,
} from "./input/text-input.ts"
export type { PlacedWord } from "./input/placed-words.ts"
export type { TextMask } from "./input/text-mask.ts"
export { textPartitions, type TextPartitionsOptions } from "./partitions/text-partitions.ts"
export { textSegments, type TextSegmentsOptions } from "./partitions/text-segments.ts"
export { mergeUnits, unitsOf } from "./read-out/text-units.ts"
export type { MergeUnitsOptions, ShownTexts, TextUnit } from "./read-out/text-units.ts"
export { openTokenizer, type TokenizerFiles } from "./tokenizer/open-tokenizer.ts"
export type { Tokenizer } from "./tokenizer/tokenizer.ts"
export { vocabularyTokenizer, type VocabularyTokenizerOptions } from "./tokenizer/vocabulary-tokenizer.ts"
export type { Span } from "./units/span.ts"
export { splitText, type SplitTextOptions, type Units } from "./units/split-text.ts"
