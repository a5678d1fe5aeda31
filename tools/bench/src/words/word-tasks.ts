import type { Task } from "../tasks/task.ts"

/** The tasks of the zoo's models of words, in the order of the table. */
export const wordTasks: readonly Task[] = []
