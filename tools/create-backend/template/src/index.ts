import type { BackendPackage } from "@pami/core"
import { myBackend, name } from "./backend.ts"
import { inTurn } from "./in-turn.ts"
import { runtime } from "./runtime.ts"

export { myBackend } from "./backend.ts"

/** This backend as a package, which programs find by name: `pami explain --backend my-backend`. */
export default {
  name,
  devices: runtime.devices,
  async available(device = runtime.devices[0]) {
    try {
      if (!runtime.devices.includes(device)) throw new RangeError(`unknown device "${device}"`)
      return { usable: true, version: await inTurn(() => runtime.start(device)) }
    } catch (error) {
      return { usable: false, reason: error instanceof Error ? error.message : String(error) }
    }
  },
  create: myBackend,
} satisfies BackendPackage
