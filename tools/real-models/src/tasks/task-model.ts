import type { ModelFile } from "../models.ts"
import type { Place } from "../places.ts"
import type { Feeds, Outputs } from "../runtime.ts"

/** Folders and files that a case is made from. */
export interface CaseTools {
  /** Returns the path of a file in the folder of data. */
  data(file: string): string
  /** Returns the path of a file beside the model. */
  beside(file: string): string
  /** Returns the path of a new file. */
  scratch(file: string): string
  /** Returns the model's outputs directly from its runtime. */
  run(feeds: Feeds): Promise<Outputs>
}

/** Scores of targets by id. */
export type Scores = ReadonlyMap<number | string, number>

/** An input of a model, the truth about it, and the question to ask. */
export interface Case {
  /** File for `pami explain`. */
  readonly input: string
  /** Options of `pami explain`. */
  readonly flags: readonly string[]
  /** The same input for the runtime. */
  readonly feeds: Feeds
  /** Returns the scores of the explained targets by id, from the outputs of the runtime. */
  scores(outputs: Outputs): Scores
  /** Returns the place where a person would point for a target; undefined for a target without one. */
  place(id: number | string): Place | undefined
}

/** A real model of any task, and an input whose truth a person knows. */
export interface TaskModel extends ModelFile {
  /** As the command line calls it. Absent for outputs that take a target of one's own. */
  readonly task?: string
  makeCase(tools: CaseTools): Promise<Case>
}

/** Returns the scores of targets that are numbered from 0. */
export function numbered(scores: readonly number[]): Map<number | string, number> {
  return new Map(scores.entries())
}

/** Returns the numbers of an output. */
export function numbersOf(outputs: Outputs, name: string): readonly number[] {
  const numbers = outputs.get(name)
  if (numbers !== undefined) return numbers
  throw new Error(`the model has no output ${name}; it has ${[...outputs.keys()].join(", ")}`)
}
