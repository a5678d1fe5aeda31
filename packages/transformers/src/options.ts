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
  /** Of a zero-shot pipeline: the labels to choose from, at least one, each another. */
  readonly candidateLabels?: readonly string[] | undefined
  /** Of a zero-shot pipeline: the sentence in which `{}` stands for a label. Default: that of the pipeline. */
  readonly hypothesisTemplate?: string | undefined
  /** Of zero-shot text classification: whether several labels may be true at once. Default false. */
  readonly multiLabel?: boolean | undefined
}

/**
 * Refuses options of zero-shot pipelines that have another form, and those that the pipeline would ignore.
 *
 * @throws RangeError
 */
export function expectZeroShot(task: string, options: PipelineOptions): void {
  const { candidateLabels: labels, hypothesisTemplate: template, multiLabel } = options
  for (const name of ["candidateLabels", "hypothesisTemplate"] as const)
    if (options[name] !== undefined && !task.startsWith("zero-shot-"))
      throw new RangeError(`${name}: an option of zero-shot pipelines; this one is for ${task}`)
  if (multiLabel !== undefined && task !== "zero-shot-classification")
    throw new RangeError(`multiLabel: an option of zero-shot-classification; this pipeline is for ${task}`)
  if (multiLabel !== undefined && typeof multiLabel !== "boolean")
    throw new RangeError(`multiLabel: true or false, got ${JSON.stringify(multiLabel)}`)
  if (template !== undefined && !(typeof template === "string" && template.includes("{}")))
    throw new RangeError(
      `hypothesisTemplate: a sentence with {} in the place of the label, got ${JSON.stringify(template)}`,
    )
  if (labels === undefined) return
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === "string" && label.trim() !== ""))
    throw new RangeError('candidateLabels: a list of texts, ["cat", "dog"]')
  const twice = labels.find((label, i) => labels.indexOf(label) !== i)
  if (twice !== undefined)
    throw new RangeError(`candidateLabels: ${JSON.stringify(twice)} is in the list twice`)
}
