import type { Tensors } from "./tensor.ts"
import type { Model } from "./backend.ts"
import type { Finding } from "./finding.ts"
import type { Input } from "./input.ts"
import type { Settings } from "./settings.ts"

/** Turns the outputs of a model into scores, one for each target: a class, a detection, a word. */
export interface Target {
  readonly name: string
  readonly settings: Settings
  /**
   * Returns the targets that the outputs for the input and its baseline hold. Called once, before the sweep.
   *
   * @throws PamiError for outputs that it cannot read
   */
  bind(look: Look): BoundTarget | Promise<BoundTarget>
}

/** The outputs that a target sees before the sweep. */
export interface Look {
  /** All outputs for the input, run alone. An output may have any shape: no batch axis is assumed. */
  readonly original: Tensors
  /** All outputs for the fully masked input, run alone. */
  readonly baseline: Tensors
  readonly input: Input
  readonly model: Pick<Model, "activations" | "leftOut">
  /**
   * Returns the outputs for a few artificial inputs, the same for every input, which show properties of the model. Runs
   * the model at the first call. Empty if artificial inputs make no sense, as for tokens.
   */
  probes(): Promise<readonly Tensors[]>
}

/** Identifies a target among those of an explanation: the number of a class, or a name. */
export type TargetId = string | number

/** One question that a score answers. */
export interface TargetInfo {
  readonly id: TargetId
  /** Name for people: `"tabby cat"`. */
  readonly label?: string
  /** Place of a detection, in units of the first grid. */
  readonly box?: Box
  /** Place of a word or an answer in a text. */
  readonly span?: TextPlace
  /** Score for the input itself. */
  readonly score: number
}

/** A place in one of the texts of an input, half open, in UTF-16 code units. */
export interface TextPlace {
  /** Name of the text. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A rectangle on a grid of rows and columns. */
export interface Box {
  /** First column. */
  readonly x: number
  /** First row. */
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The unit of a target's scores. */
export interface Scale {
  /**
   * `probability`: 0 to 1; `log-probability`: its natural logarithm; `similarity`: of two vectors, -1 to 1; `value`: a
   * number in the unit of the model, such as the output of a regression. Only a probability is shown in per cent.
   */
  readonly unit: "probability" | "log-probability" | "similarity" | "value"
  /** The lowest and the highest possible score. Default: unbounded. */
  readonly range?: readonly [number, number]
}

/** A target bound to the outputs of a model. */
export interface BoundTarget {
  /** One for each score, in order. */
  readonly targets: readonly TargetInfo[]
  /** The unit of the scores. */
  readonly scale: Scale
  /** Position of the target to read if the caller names none. */
  readonly preferred: number
  /** All possible targets, also those whose scores are not kept: the prediction. Default: `targets`. */
  readonly prediction?: readonly TargetInfo[]
  /** Options in force, those left open as decided: `{ activation: "softmax" }`. */
  readonly settings: Settings
  readonly findings: readonly Finding[]
  /** Writes the scores of the first `count` items: `scores[item * targets.length + position]`. */
  score(outputs: Tensors, count: number, scores: Float64Array): void
}
