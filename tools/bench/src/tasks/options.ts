import { methodNames } from "@pami/methods"
import type { MethodName } from "@pami/methods"
import { parseArgs } from "node:util"
import type { Task } from "./task.ts"
import { zooTasks } from "./zoo-tasks.ts"

/** The options of the command line. */
export interface TaskOptions {
  readonly tasks: readonly Task[]
  /** Inputs of each task. */
  readonly inputs: number
  /** Seed of the first input. */
  readonly seed: number
  /** Threads of the runtime. Default: its own choice. */
  readonly threads?: number
}

// Above the seeds of the zoo's report, and below those of training.
const firstSeed = "960000000"

/** @throws Error with one line for the person, for options that do not exist or make no sense */
export function parseTaskOptions(args: readonly string[]): TaskOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inputs: { type: "string", default: "20" },
      tasks: { type: "string" },
      methods: { type: "string" },
      seed: { type: "string", default: firstSeed },
      threads: { type: "string" },
    },
  })
  const chosen = values.tasks?.split(",").map((name) => namedIn("--tasks", zooTasks, name)) ?? zooTasks
  const methods = values.methods
    ?.split(",")
    .map((name) => namedIn("--methods", methodNames.map(named), name).name)
  return {
    tasks: methods === undefined ? chosen : chosen.map((task) => withMethods(task, methods)),
    inputs: wholeNumber("--inputs", values.inputs, 1),
    seed: wholeNumber("--seed", values.seed, 0),
    ...(values.threads === undefined ? {} : { threads: wholeNumber("--threads", values.threads, 1) }),
  }
}

const named = (name: MethodName) => ({ name })

/** PAMI sets the number of passes, so that it stays. */
function withMethods(task: Task, methods: readonly MethodName[]): Task {
  return { ...task, methods: task.methods.filter((name) => name === "pami" || methods.includes(name)) }
}

/** Returns the item of a name. */
export function namedIn<Named extends { readonly name: string }>(
  option: string,
  list: readonly Named[],
  name: string,
): Named {
  const found = list.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new RangeError(`${option}: "${name}" is not one of ${list.map((one) => one.name).join(", ")}`)
}

/** Returns the whole number of an option. */
export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (text.trim() !== "" && Number.isInteger(value) && value >= least) return value
  throw new RangeError(`${option} takes whole numbers of at least ${least}, not "${text}"`)
}
