export { type Answer, answerOf, type AnswerOptions } from "./answer/answer-of.ts"
export { type AnswerText, type AnswerWord, wordsOfAnswer } from "./answer/words-of-answer.ts"
export type { GenerationErrorCode, GenerationFindingCode } from "./codes.ts"
export { encoderDecoder, type EncoderDecoderOptions } from "./model/encoder-decoder.ts"
export { forceAnswer, type ForcedAnswer } from "./model/teacher-forcing.ts"
export type { EncoderAndDecoder } from "./model/wiring.ts"
export { withoutCache } from "./model/without-cache.ts"
export {
  type AnswerMap,
  answerMaps,
  type AnswerMapsOptions,
  answerMatrix,
  type AnswerMatrix,
} from "./read-out/answer-matrix.ts"
export { answerWords, type AnswerWordsOptions, usualDependence, wholeAnswer } from "./target/answer-words.ts"
export { onlyGrid } from "./together/only-grid.ts"
export { togetherMethod } from "./together/together-method.ts"
export { togetherPartitions, type TogetherPartitionsOptions } from "./together/together-partitions.ts"
export { type JointInput, together } from "./together/together.ts"
export { generate, type GenerateOptions, type Written } from "./write/generate.ts"
export type { AllowOptions } from "./write/allow.ts"
export { readGenerationConfig } from "./write/read-generation-config.ts"
