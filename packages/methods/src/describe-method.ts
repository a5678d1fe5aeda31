import type { MethodName } from "./create-method.ts"

/** The words for a method in a caption. */
export interface MethodWords {
  /** Name for people: `"KernelSHAP"`. */
  readonly title: string
  /** A pass, in a sentence: `"preserves a set of superpixels"`. */
  readonly pass: string
  /** The value of a unit: `"the Shapley value of its superpixel"`. */
  readonly value: string
  /** The value in short, of a target that follows: `"Shapley value for"`. */
  readonly short: string
}

const words: Readonly<Record<MethodName, MethodWords>> = {
  pami: {
    title: "PAMI",
    pass: "preserves one part",
    value: "the mean score of the parts that preserve it",
    short: "score of",
  },
  "joint-regression": {
    title: "Joint regression",
    pass: "preserves a part, all but a part, or a random union of parts",
    value: "how far the parts at it raise the score, in one regression over all passes",
    short: "importance for",
  },
  occlusion: {
    title: "Occlusion",
    pass: "shows all but one window",
    value: "the mean drop of the score over the windows that mask it",
    short: "drop of the score of",
  },
  rise: {
    title: "RISE",
    pass: "preserves random cells with soft edges",
    value: "the mean score, weighted by its shares in the masks",
    short: "mean score of",
  },
  lime: {
    title: "LIME",
    pass: "preserves a random half of the superpixels",
    value: "the coefficient of its superpixel in a ridge regression of the score",
    short: "coefficient for",
  },
  "kernel-shap": {
    title: "KernelSHAP",
    pass: "preserves a set of superpixels",
    value: "the Shapley value of its superpixel",
    short: "Shapley value for",
  },
  "partition-shap": {
    title: "Partition SHAP",
    pass: "preserves a set of superpixels",
    value: "its share of the Owen value of its superpixel",
    short: "share of the Owen value for",
  },
  hsic: {
    title: "HSIC",
    pass: "preserves a random half of the cells",
    value: "the dependence of the score on its cell",
    short: "dependence of the score of",
  },
  "ordered-search": {
    title: "Ordered search",
    pass: "adds one superpixel to those found so far, or shows the others",
    value: "the rank of its superpixel, 1 for the first",
    short: "rank for",
  },
}

/** Returns the words for a method in a caption. */
export function describeMethod(name: MethodName): MethodWords {
  return words[name]
}
