import { type DType, PamiError, type Tensor } from "@pami/core"
import type { Tensor as RuntimeTensor } from "onnxruntime-web"
import type { Runtime } from "./adapter.ts"

// Imported when it is needed, so that a program can run without it.
const imported = () => import("onnxruntime-web")

/** onnxruntime-web on WebAssembly, without the adapter of PAMI. */
export const runtime: Runtime = {
  devices: ["wasm"],
  fastestBatch: 8,
  has: (operator) => !operator.includes(":") || operator.startsWith("com.microsoft:"),

  async start() {
    const { env } = await imported()
    env.logLevel = "fatal"
    env.wasm.numThreads = 1
    return env.versions.web ?? env.versions.common
  },

  async open({ file, bytes, inputs, outputs }) {
    if ([...inputs, ...outputs].some(({ dtype }) => dtype === "float16"))
      throw new PamiError("MODEL_UNSUPPORTED", `${file} takes or gives float16: save it with float32`)
    const ort = await imported()
    const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] })
    return {
      async run(feeds) {
        const fed = mapped(
          feeds,
          ({ dtype, shape, data }) => new ort.Tensor(dtype, data as Float32Array, shape),
        )
        return mapped(await session.run(fed), fromRuntime)
      },
      release: () => session.release(),
    }
  },
}

/** Returns a tensor on the memory of the runtime's tensor, which the runtime does not use again. */
function fromRuntime({ type, dims, data }: RuntimeTensor): Tensor {
  return { dtype: type as DType, shape: dims, data: data as Tensor["data"] }
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}
