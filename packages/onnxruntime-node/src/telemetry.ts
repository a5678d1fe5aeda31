import { isMainThread } from "node:worker_threads"
import { PamiError } from "@pami/core"

const variable = "ORT_DISABLE_TELEMETRY"

// The main thread may be busy.
const longestWait = 5000

/**
 * Turns off the telemetry that onnxruntime keeps in the home and temp folders and sends to Microsoft, unless the user has
 * set the variable `ORT_DISABLE_TELEMETRY`. Call it before the runtime's library is loaded, which reads the variable once.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE` in a worker that cannot set the variable of the process
 */
export async function turnOffTelemetry(): Promise<void> {
  const value = process.env[variable]
  process.env[variable] ??= "1"
  if (isMainThread) return
  // A worker sets its copy of the environment; the library reads that of the process.
  try {
    await inMainThread(`process.env.${variable} ??= ${JSON.stringify(value ?? "1")}`)
  } catch (cause) {
    // Most likely the worker's copy was made from an environment that has the variable.
    if (value !== undefined) return
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      `onnxruntime-node would send telemetry, which this worker cannot turn off (${(cause as Error).message}): ` +
        `set ${variable}=1 (or 0, to allow it) for the process, or in its main thread before the worker starts`,
      { cause },
    )
  }
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
