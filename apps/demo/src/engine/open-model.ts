import type { Backend, Model, ModelSource } from "@pami/core"
import { onnxruntimeWeb, type OnnxruntimeWebOptions } from "@pami/onnxruntime-web"
import type { decideTarget } from "@pami/recipe"
import { models } from "@pami/zoo"
import { learnAbout, type About } from "./about.ts"
import type { Beside, ModelRequest } from "./contract.ts"

/** A loaded model, with what is known of it besides its file. */
export interface Opened {
  readonly name: string
  readonly model: Model
  /** With the device that it took: `onnxruntime-web:wasm`. */
  readonly backend: string
  readonly isBundled: boolean
  readonly about: About
  /** What its outputs are, by what is known or chosen: decided with the first picture. */
  readonly decisions: Map<string, Awaited<ReturnType<typeof decideTarget>>>
}

type Compiled = OnnxruntimeWebOptions["compiled"]

// A runtime is fetched when a model first needs it. That of onnxruntime-web by its backend, which is small.
const backends = {
  "onnxruntime-web": async (device, compiled) =>
    onnxruntimeWeb({ device, ...(compiled && { compiled }) } as OnnxruntimeWebOptions),
  tfjs: async (device) => (await import("@pami/tfjs")).default.create({ device }),
} as const satisfies Record<string, (device: string, compiled?: Compiled) => Promise<Backend>>

/**
 * Loads a model on the backend that was asked for.
 *
 * @throws PamiError whatever keeps the backend, the model or its labels from loading
 */
export async function openModel(request: ModelRequest, compiled?: Compiled): Promise<Opened> {
  const { name, source } = request
  const isBundled = source === "zoo"
  const { runtime, device } = choose(request)
  const [backend, files] = await Promise.all([
    backends[runtime](device, compiled),
    isBundled ? bundled(runtime) : named(name, source),
  ])
  const model = await backend.load(files)
  try {
    const about = await learnAbout(model, request.beside ?? alone(name), isBundled)
    return {
      name,
      model,
      backend: `${backend.name}:${String(model.settings["device"])}`,
      isBundled,
      about,
      decisions: new Map(),
    }
  } catch (error) {
    await model.dispose()
    throw error
  }
}

function choose({ backend, source }: ModelRequest): { runtime: keyof typeof backends; device: string } {
  // The bundled model is so small that it is done before another device has started.
  if (backend === "auto" && source === "zoo") return { runtime: "onnxruntime-web", device: "wasm" }
  if (backend === "auto") return { runtime: isTfjs(source) ? "tfjs" : "onnxruntime-web", device: "auto" }
  const [runtime, device] = backend.split(":") as [keyof typeof backends, string]
  return { runtime, device }
}

function alone(file: string): Beside {
  return { file, near: {} }
}

/** TensorFlow.js's models are JSON, ONNX's never start like it. */
function isTfjs(source: ModelRequest["source"]): boolean {
  if (source === "zoo") return false
  const first = source instanceof Uint8Array ? source : Object.values(source)[0]
  return (
    first !== undefined &&
    String.fromCharCode(...first.subarray(0, 64))
      .trimStart()
      .startsWith("{")
  )
}

/** The bytes under their file's name, which messages then mention. */
function named(name: string, source: Exclude<ModelRequest["source"], "zoo">): ModelSource {
  return source instanceof Uint8Array ? { [name.split(/[\\/]/).at(-1) || "the model"]: source } : source
}

function bundled(runtime: keyof typeof backends): ModelSource {
  return runtime === "tfjs" ? models.scenes.tfjs : models.scenes.onnx
}
