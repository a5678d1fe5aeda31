import type { Availability } from "@pami/core"
import { absence } from "./devices/absence.ts"
import { devices, isDevice } from "./devices/devices.ts"
import { loadRuntime, versionOf } from "./runtime.ts"

/**
 * Returns whether this backend works on this machine, by loading its native binary and, on a device other than the
 * processor, running a model of one operator there. Never rejects.
 *
 * @param device default `"cpu"`
 */
export async function available(device: string = "cpu"): Promise<Availability> {
  if (!isDevice(device))
    return {
      usable: false,
      reason: `onnxruntime-node has no device "${device}"; it has ${devices.join(", ")}`,
    }
  try {
    const version = versionOf(await loadRuntime())
    const reason = await absence(device)
    return reason === undefined ? { usable: true, version } : { usable: false, reason }
  } catch (error) {
    return { usable: false, reason: (error as Error).message }
  }
}
