import { askTwice } from "@pami/backend-kit"

/** Devices that a model can run on, the default first. */
export const devices = ["wasm", "webgpu", "webnn"] as const

/** One of {@link devices}. */
export type Device = (typeof devices)[number]

/** Whether a device is present, found without loading anything. */
export type Presence =
  | {
      readonly present: true
      /** Vendor and architecture of the graphics adapter. */
      readonly adapter?: string
      /** Whether the adapter is software that runs on the processor. */
      readonly software?: boolean
    }
  | { readonly present: false; readonly reason: string }

/** Returns whether this platform has the device. */
export async function presence(device: Device): Promise<Presence> {
  if (device === "webgpu") return graphics()
  if (device === "webnn") return neural()
  return { present: true }
}

async function graphics(): Promise<Presence> {
  const gpu = globalThis.navigator?.gpu
  if (gpu === undefined) {
    const reason = "this platform has no WebGPU (navigator.gpu), which browsers have on secure pages only"
    return { present: false, reason }
  }
  const adapter = await askTwice(() => gpu.requestAdapter().catch(() => null))
  if (adapter === null) return { present: false, reason: "WebGPU finds no graphics adapter" }
  const { vendor, architecture, isFallbackAdapter } = adapter.info
  return { present: true, adapter: `${vendor} ${architecture}`.trim(), software: isFallbackAdapter }
}

async function neural(): Promise<Presence> {
  const { ml } = (globalThis.navigator ?? {}) as { ml?: { createContext(): Promise<{ destroy?(): void }> } }
  if (ml === undefined) return { present: false, reason: "this platform has no WebNN (navigator.ml)" }
  try {
    const context = await ml.createContext()
    context.destroy?.()
    return { present: true }
  } catch (error) {
    return { present: false, reason: `WebNN does not start: ${(error as Error).message}` }
  }
}
