import type { BackendPackage } from "@pami/core"
import { tfjs } from "./backend.ts"
import { type Device, devices } from "./device.ts"
import { available } from "./available.ts"

export { tfjs, type TfjsOptions } from "./backend.ts"
export { available } from "./available.ts"
export type { Device } from "./device.ts"

/** This backend as a package, which programs find by name. */
export default {
  name: "tfjs",
  devices,
  available,
  create: ({ device, threads } = {}) =>
    tfjs({
      ...(device !== undefined && { device: device as Device }),
      ...(threads !== undefined && { threads }),
    }),
} satisfies BackendPackage
