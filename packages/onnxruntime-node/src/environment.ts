import { isMainThread } from "node:worker_threads"

// The main thread may be busy.
const longestWait = 5000

/**
 * Sets a variable of the process, unless the user has set it, and returns its value. A native library reads the environment
 * of the process, of which a worker thread has only a copy.
 *
 * @throws Error in a worker that cannot reach the main thread, when its own environment lacks the variable
 */
export async function setVariable(variable: string, fallback: string): Promise<string> {
  const given = process.env[variable]
  const value = (process.env[variable] ??= fallback)
  if (isMainThread) return value
  try {
    await inMainThread(`process.env.${variable} ??= ${JSON.stringify(value)}`)
  } catch (cause) {
    // If the worker has it, its copy was most likely made from an environment that has it.
    if (given === undefined) throw cause
  }
  return value
}

/** Runs a statement in the main thread, as a debugger would. */
async function inMainThread(expression: string): Promise<void> {
  const { Session } = await import("node:inspector/promises")
  const session = new Session()
  session.connectToMainThread()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const reason = new Error(`the main thread did not answer for ${longestWait / 1000} seconds`)
    timer = setTimeout(() => reject(reason), longestWait)
  })
  try {
    await Promise.race([session.post("Runtime.evaluate", { expression }), late])
  } finally {
    clearTimeout(timer)
    session.disconnect()
  }
}
