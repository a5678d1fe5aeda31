import { askTwice } from "@pami/backend-kit"
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl"
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu"
import type { Chosen } from "./device.ts"
import { type Engine, enter, javascriptEngine } from "./engine.ts"
import { startNative } from "./native.ts"
import { startWasm } from "./wasm.ts"
import type { WasmPaths } from "./wasm-paths.ts"

/** Options for the start of a device. */
export interface StartOptions {
  readonly threads: number | undefined
  readonly wasmPaths: WasmPaths | undefined
  readonly tfjsNode: string | undefined
}

/**
 * Starts a device.
 *
 * @throws Error with the reason when it does not start
 */
export function start(device: Chosen, options: StartOptions): Promise<Engine> {
  switch (device) {
    case "node":
      return startNative(options.threads, options.tfjsNode)
    case "wasm":
      return startWasm(options.threads, options.wasmPaths)
    case "webgpu":
      return startWebgpu()
    case "webgl":
      return startWebgl()
    case "cpu":
      return startCpu()
  }
}

async function startCpu(): Promise<Engine> {
  const engine = { ...(await javascriptEngine()), backend: "cpu" }
  await import("@tensorflow/tfjs-backend-cpu")
  await enter(engine)
  return { ...engine, device: "cpu", settings: {}, batch: 1, constantBatch: false }
}

async function startWebgl(): Promise<Engine> {
  const engine = { ...(await javascriptEngine()), backend: "webgl" }
  await import("@tensorflow/tfjs-backend-webgl")
  await enter(engine)
  const { gpgpu } = engine.core.backend() as MathBackendWebGL
  const names = gpgpu.gl.getExtension("WEBGL_debug_renderer_info")
  const renderer = gpgpu.gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gpgpu.gl.RENDERER) as string
  // Phones may compute with 16 bits. The backend says 16 even when it computes with 32.
  const full = engine.core.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")
  const settings = { gpu: renderer, precision: full ? 32 : engine.core.backend().floatPrecision() }
  return { ...engine, device: "webgl", settings, batch: 8, constantBatch: true }
}

async function startWebgpu(): Promise<Engine> {
  const engine = { ...(await javascriptEngine()), backend: "webgpu" }
  const gpus = globalThis.navigator?.gpu
  if (!gpus || !(await askTwice(() => gpus.requestAdapter())))
    throw new Error("this platform offers no WebGPU adapter")
  await import("@tensorflow/tfjs-backend-webgpu")
  await enter(engine)
  const { vendor, architecture, description } = (engine.core.backend() as WebGPUBackend).device.adapterInfo
  const gpu = [vendor, architecture, description].filter(Boolean).join(" ")
  return { ...engine, device: "webgpu", settings: { gpu }, batch: 8, constantBatch: true }
}

/** Returns whether the GPU is software on the processor, which is slower than WebAssembly. */
export function imitated({ settings }: Engine): boolean {
  return /swiftshader|llvmpipe|softpipe|basic render|software/i.test(String(settings["gpu"] ?? ""))
}
