import { parseArgs } from "node:util"
import { namedIn, wholeNumber } from "../tasks/options.ts"
import type { Task } from "../tasks/task.ts"
import type { SentimentFiles } from "./sentiment.ts"
import { wordTasks } from "./word-tasks.ts"

/** The options of the command line. */
export interface WordOptions {
  readonly tasks: readonly Task[]
  /** Inputs of each task. */
  readonly inputs: number
  /** Seed of the first input. */
  readonly seed: number
  /** Sentences that are compared with VADER. */
  readonly sentences: number
  /** A model of sentiment to compare with VADER. Default: none. */
  readonly sentiment?: SentimentFiles
}

/** @throws Error with one line for the person, for options that do not exist or make no sense */
export function parseWordOptions(args: readonly string[]): WordOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inputs: { type: "string", default: "50" },
      tasks: { type: "string" },
      seed: { type: "string", default: "960000000" },
      sentences: { type: "string", default: "200" },
      model: { type: "string" },
      vocabulary: { type: "string" },
    },
  })
  const { model, vocabulary } = values
  if ((model === undefined) !== (vocabulary === undefined))
    throw new RangeError("--model and --vocabulary go together: a model of sentiment, and its tokens")
  return {
    tasks: values.tasks?.split(",").map((name) => namedIn("--tasks", wordTasks, name)) ?? wordTasks,
    inputs: wholeNumber("--inputs", values.inputs, 1),
    seed: wholeNumber("--seed", values.seed, 0),
    sentences: wholeNumber("--sentences", values.sentences, 1),
    ...(model === undefined || vocabulary === undefined ? {} : { sentiment: { model, vocabulary } }),
  }
}
