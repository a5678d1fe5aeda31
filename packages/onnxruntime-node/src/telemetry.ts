import { PamiError } from "@pami/core"
import { setVariable } from "./environment.ts"

const variable = "ORT_DISABLE_TELEMETRY"

/**
 * Turns off the telemetry that onnxruntime keeps in the home and temp folders and sends to Microsoft, unless the user has
 * set the variable `ORT_DISABLE_TELEMETRY`. Call it before the runtime's library is loaded, which reads the variable once.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE` in a worker that cannot set the variable of the process
 */
export async function turnOffTelemetry(): Promise<void> {
  try {
    await setVariable(variable, "1")
  } catch (cause) {
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      `onnxruntime-node would send telemetry, which this worker cannot turn off (${(cause as Error).message}): ` +
        `set ${variable}=1 (or 0, to allow it) for the process, or in its main thread before the worker starts`,
      { cause },
    )
  }
}
