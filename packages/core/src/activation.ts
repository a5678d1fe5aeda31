/**
 * What turns a model's output into scores:
 *
 * - `softmax`: logits of exclusive classes into probabilities;
 * - `sigmoid`: logits of labels that go together, each into a probability;
 * - `exp`: logarithms of probabilities (LogSoftmax) into probabilities;
 * - `none`: the output is probabilities already;
 * - `value`: the output is numbers in a unit of the model's, such as a regression's, and stays what it is.
 */
export type Activation = (typeof activations)[number]

/** Names of the activations. */
export const activations = ["softmax", "sigmoid", "exp", "none", "value"] as const

/** What is known about the task that a model was trained for, such as from the `config.json` beside it. */
export interface TaskFacts {
  /**
   * `single-label`: exclusive classes; `multi-label`: labels that go together; `regression`: numbers with a unit;
   * `embedding`: a vector that names nothing.
   */
  readonly task: "single-label" | "multi-label" | "regression" | "embedding"
  /** Where that is said, for people: `"problem_type in config.json"`. */
  readonly why: string
}
