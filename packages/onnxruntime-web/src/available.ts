import type { Availability } from "@pami/core"
import { devices, presence } from "./devices.ts"
import { exclusively } from "./exclusively.ts"
import { takeLane } from "./lanes/lanes.ts"
import { probe, type Start, startRuntime, versionOf } from "./runtime.ts"

/**
 * Returns whether this backend works here on `device`, by starting the runtime and loading a tiny model. Never rejects.
 *
 * @param device default `"wasm"`
 * @param start the `threads` and `wasmPaths` that `onnxruntimeWeb` will get, as the runtime starts only once
 */
export async function available(device: string = devices[0], start: Start = {}): Promise<Availability> {
  try {
    const known = devices.find((name) => name === device)
    if (known === undefined) return { usable: false, reason: `onnxruntime-web has no device "${device}"` }
    const found = await presence(known)
    if (!found.present) return { usable: false, reason: found.reason }
    const held = known === "wasm" ? await takeLane(1, start) : undefined
    if (held !== undefined) {
      held.release()
      return { usable: true, version: held.version }
    }
    const runtime = await startRuntime(known, start)
    await exclusively(() => probe(runtime, known))
    return { usable: true, version: versionOf(runtime) }
  } catch (error) {
    return { usable: false, reason: (error as Error).message }
  }
}
