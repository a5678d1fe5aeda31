import { openSpread } from "@pami/onnxruntime-common"
import type { Device } from "./devices.ts"
import type { Lanes } from "./lanes/lanes.ts"
import type { Place } from "./open.ts"
import { type Runtime, versionOf } from "./runtime.ts"
import { openSession } from "./session.ts"

/** The thread that this is called in. */
export function here(runtime: Runtime, device: Device, adapter?: string): Place {
  const version = versionOf(runtime)
  return { device, version, adapter, openSession: (opening) => openSession(runtime, opening) }
}

/** Workers, on wasm. They are let go of with the session, or when it does not open. */
export function onLanes({ lanes, version, release }: Lanes): Place {
  return {
    device: "wasm",
    version,
    // One for each lane, and one more that is there when the lane has done the first.
    runs: 2 * lanes.length,
    async openSession(opening) {
      try {
        const session = await openSpread(
          lanes,
          lanes.map(() => opening),
        )
        return { ...session, release: () => session.release().then(() => release()) }
      } catch (error) {
        release(true)
        throw error
      }
    },
  }
}
