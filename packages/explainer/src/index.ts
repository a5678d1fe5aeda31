export { answerTarget, type WordsOfAnswer } from "./answer-target.ts"
export type { AnswerExplainer, AnswerOptions, AskedAnswers } from "./answer-explainer.ts"
export { captionFigure, decidedNames, nameTargetFully } from "./caption.ts"
export type { CaptionedFigure, CaptionOptions } from "./caption.ts"
export { chooseRecipe } from "./choose-recipe.ts"
export { type Contrast, explainedContrasts, explaining, selectionOf, targetsOf } from "./contrast.ts"
export { decideOnce, type DecideOnce } from "./decide-once.ts"
export { encodeMaps } from "./encode-maps.ts"
export { describeModel, prepareModel } from "./described-model.ts"
export type { BundledModel, DescribedModel, DescribeOptions } from "./described-model.ts"
export { isImageInput } from "./open-file.ts"
export { doubtTokenizer } from "./doubt-tokenizer.ts"
export { drawExplanation, type DrawExplanationOptions, onQuestion } from "./draw-explanation.ts"
export type { DrawnInput, ShownContent, ShownData, ShownImage } from "./shown.ts"
export { expectForKind } from "./expect-for-kind.ts"
export type { Explainable, FileInput, NamedFile } from "./explainable.ts"
export { explainer, explainerOf } from "./explainer.ts"
export type { Explainer, ModelOrigin, Plan } from "./explainer.ts"
export type { FitImage, FittedImage } from "./fitted-image.ts"
export { describeWriter } from "./describe-writer.ts"
export { ownOptions } from "./known-options.ts"
export type { EncoderDecoderSource, ModelFunction } from "./open-model.ts"
export type { ExplainerOptions, ExplainOptions } from "./options.ts"
export type { FigureFormat, ImageFile } from "./platform/platform.ts"
export { imageAxes } from "./result.ts"
export type {
  ClassName,
  FeatureImportance,
  FigureOptions,
  MapChoice,
  Result,
  ResultProgress,
} from "./result.ts"
export { replayWritten, type ReplayWrittenOptions } from "./replay-written.ts"
export { savedQuestion, savedTexts } from "./saved-texts.ts"
export { strongest } from "./strongest.ts"
export type { Writer } from "./writer.ts"
export { drawnTexts, explainedTexts } from "./text-result.ts"
export type { ExplainedText, TextPiece } from "./text-result.ts"
