import type { Backend } from "@pami/core"
import { onnxruntimeWeb, type OnnxruntimeWebOptions } from "@pami/onnxruntime-web"
import type { BackendName } from "./contract.ts"

/** Returns the compiled runtime of onnxruntime-web on wasm. */
export type Compiled = OnnxruntimeWebOptions["compiled"]

// A runtime is fetched when a model first needs it. That of onnxruntime-web by its backend, which is small.
const backends = {
  "onnxruntime-web": async (device, compiled) =>
    onnxruntimeWeb({ device, ...(compiled && { compiled }) } as OnnxruntimeWebOptions),
  tfjs: async (device) => (await import("@pami/tfjs")).default.create({ device }),
} as const satisfies Record<string, (device: string, compiled?: Compiled) => Promise<Backend>>

/** A runtime and its device: `onnxruntime-web` on `wasm`. */
export interface Device {
  readonly runtime: keyof typeof backends
  readonly device: string
}

/** Returns the backend of a device. */
export async function createBackend({ runtime, device }: Device, compiled?: Compiled): Promise<Backend> {
  return await backends[runtime](device, compiled)
}

/** The formats of models. */
export type ModelFormat = "onnx" | "tfjs"

// A model of that size is done on wasm before another device has started.
const smallModel = 5e6

/**
 * Returns the device of a backend by its name; `auto` decides by the model.
 *
 * @param model its format, and its size in bytes
 */
export function deviceOf(
  name: BackendName,
  { format, size }: { readonly format: ModelFormat; readonly size: number },
): Device {
  if (name === "auto")
    return format === "tfjs"
      ? { runtime: "tfjs", device: "auto" }
      : { runtime: "onnxruntime-web", device: size < smallModel ? "wasm" : "auto" }
  const [runtime, device] = name.split(":") as [Device["runtime"], string]
  return { runtime, device }
}

/** Returns the format of a model by its first file. TensorFlow.js's models are JSON, ONNX's never start like it. */
export function formatOf(file: Uint8Array | undefined): ModelFormat {
  const start = file === undefined ? "" : String.fromCharCode(...file.subarray(0, 64))
  return start.trimStart().startsWith("{") ? "tfjs" : "onnx"
}
