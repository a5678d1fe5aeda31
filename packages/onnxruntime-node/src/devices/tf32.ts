import { PamiError } from "@pami/core"
import { setVariable } from "../environment.ts"
import type { Device } from "./devices.ts"

/**
 * Turns off TF32, in which NVIDIA's libraries compute float32 with 10 bits instead of 23, unless the user has set their
 * variable. Returns whether it may be on; `undefined` on other devices. Call it before anything runs there, as the libraries
 * read the variable once.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE` in a worker that cannot set the variable of the process
 */
export async function tf32Of(device: Device): Promise<boolean | undefined> {
  if (device !== "cuda" && device !== "tensorrt") return undefined
  try {
    return (await setVariable("NVIDIA_TF32_OVERRIDE", "0")) !== "0"
  } catch (cause) {
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      `CUDA would compute in TF32, which this worker cannot turn off (${(cause as Error).message}): set ` +
        "NVIDIA_TF32_OVERRIDE=0 (or 1, to allow it) for the process, or in its main thread before the worker starts",
      { cause },
    )
  }
}
