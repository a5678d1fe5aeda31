import { ages, signalChannels, signals, sounds, volumes } from "./arrays.ts"
import { loans } from "./loans.ts"
import { sceneTasks } from "./scenes.ts"
import type { Task } from "./task.ts"

/** The tasks of the zoo's models, in the order of the table. */
export const zooTasks: readonly Task[] = [
  ...sceneTasks,
  ages,
  sounds,
  signals,
  signalChannels,
  volumes,
  loans,
]
