import type { ExplainerOptions } from "@pami/explainer"

/** Options of {@link explainer}: those of its pipeline, and those of all its explanations. */
export interface PipelineOptions extends Omit<
  ExplainerOptions,
  | "backend"
  | "generation"
  | "labels"
  | "preprocessing"
  | "mean"
  | "std"
  | "resize"
  | "layout"
  | "size"
  | "modelInput"
  | "tokenizer"
> {
  /**
   * Name of the model with its version, `"Xenova/resnet-18@COMMIT"`: a part of its digest, since a pipeline does not say which
   * weights it holds. Default: none, with a finding.
   */
  readonly modelName?: string | undefined
  /** Of a zero-shot pipeline: the labels to choose from, at least one. */
  readonly candidateLabels?: readonly string[] | undefined
  /** Of a zero-shot pipeline: the sentence in which `{}` stands for a label. Default: that of the pipeline. */
  readonly hypothesisTemplate?: string | undefined
  /** Of zero-shot text classification: whether several labels may be true at once. Default false. */
  readonly multiLabel?: boolean | undefined
}
