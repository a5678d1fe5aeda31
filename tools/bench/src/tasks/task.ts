import type { Backend, TargetId } from "@pami/core"
import type { Explainable, ExplainOptions, Result } from "@pami/explainer"
import type { MethodName } from "@pami/methods"

/** A task of the zoo: a model, and inputs for it of which the units that decide the answer are known. */
export interface Task {
  readonly name: string
  /** Address of the model's file; `explainer` finds the rest beside it. */
  readonly model: string
  /** Methods to compare, PAMI first: the others take as many passes. */
  readonly methods: readonly MethodName[]
  /** Returns the options that a user gives, the same for all inputs. Default: none. */
  options?(backend: Backend): Promise<ExplainOptions>
  /** Returns the input of a seed; undefined if it shows too little of an object. */
  example(seed: number): Example | undefined
}

/** An input, and the answers that a model should give for it. */
export interface Example {
  readonly input: Explainable
  /** Options of this input beside those of the task: the name of the file that it is the bytes of, a question. */
  readonly options?: ExplainOptions
  readonly goals: readonly Goal[]
}

/** An answer that a model should give, and the units that it depends on. */
export interface Goal {
  /** 1 for each unit of the map that the answer depends on, else 0. */
  readonly units: Uint8Array
  /** Name of the grid that the units are of. Default: the whole map. */
  readonly grid?: string
  /** Returns the target that is this answer; undefined if the model gives another. */
  find(result: Pick<Result, "prediction" | "explanation">): TargetId | undefined
}

/** Returns the units of one owner. */
export function unitsOf(owner: Uint8Array, number: number): Uint8Array {
  return owner.map((own) => (own === number ? 1 : 0))
}

/** Returns how to find a class among the `count` strongest of a prediction. */
export function amongStrongest(id: number, count: number): Goal["find"] {
  return ({ prediction }) => prediction.slice(0, count).find((one) => one.id === id)?.id
}
