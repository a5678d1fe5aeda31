import type { InferenceSession } from "onnxruntime-node"

/** Devices that a model can run on, the default first. */
export const devices = ["cpu", "cuda", "tensorrt", "coreml", "dml", "webgpu"] as const

/** One of {@link devices}: the processor, or what runs models on another device. */
export type Device = (typeof devices)[number]

/** Whether a name is that of a device. */
export function isDevice(name: string): name is Device {
  return (devices as readonly string[]).includes(name)
}

/** A device other than the processor. */
export type Accelerator = Exclude<Device, "cpu">

/** Where onnxruntime-node has each, in words. */
export const platforms: Readonly<Record<Accelerator, string>> = {
  cuda: "Linux (x64)",
  tensorrt: "Linux (x64)",
  coreml: "macOS",
  dml: "Windows",
  webgpu: "Linux (x64), macOS and Windows",
}

type Providers = NonNullable<InferenceSession.SessionOptions["executionProviders"]>

// Flag of onnxruntime: a model in the format "ML program", which computes in the precision that the model declares. The
// other format computes in half precision.
const mlProgram = 0x10

/** Returns the execution providers of onnxruntime for a device; each takes the operators that those before it lack. */
export function providersOf(device: Device): Providers {
  if (device === "tensorrt") return ["tensorrt", "cuda"]
  if (device === "coreml") return [{ name: "coreml", coreMlFlags: mlProgram }]
  return [device]
}

/** Options of a session that fails to open rather than run an operator on the processor. */
export const deviceOnly = { disable_cpu_ep_fallback: "1" } as const

/** Whether an error says that {@link deviceOnly} cannot be met. */
export function needsProcessor(error: unknown): boolean {
  return /assigned to the default CPU EP/i.test(String((error as Partial<Error>).message))
}
