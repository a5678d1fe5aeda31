import type { Availability } from "@pami/core"
import { choose } from "./choose.ts"
import { deviceOf } from "./device.ts"
import { exclusive } from "./exclusive.ts"

/** Returns whether a device works here, by starting it. Never rejects. Default `"auto"`: whether any does. */
export async function available(device: string = "auto"): Promise<Availability> {
  const options = { threads: undefined, wasmPaths: undefined, tfjsNode: undefined }
  try {
    const { engine } = await exclusive(() => choose(deviceOf(device), options))
    const version = `${engine.version}, on ${engine.device}`
    return { usable: true, version: device === "auto" ? version : engine.version }
  } catch (error) {
    return { usable: false, reason: (error as Error).message }
  }
}
