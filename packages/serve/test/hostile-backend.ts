import { contractVersion } from "@pami/core"
import type { Backend, BackendPackage } from "@pami/core"

// The answer of a run, by the name of the model's file.
const runs: Readonly<Record<string, () => Promise<Float32Array>>> = {
  "good.onnx": async () => Float32Array.of(0.2, 0.8),
  "endless.onnx": () => new Promise(() => {}),
  "crash.onnx": () =>
    new Promise(() => {
      setImmediate(() => {
        throw new Error("a queue of the backend broke")
      })
    }),
}

const backend: Backend = {
  contract: contractVersion,
  name: "hostile",
  formats: ["onnx"],
  async load(source) {
    const [name] = /[^/]*$/.exec(String(source))!
    return {
      contract: contractVersion,
      backend: "hostile",
      inputs: [{ name: "images", dtype: "float32", shape: [1, 3, 8, 8] }],
      outputs: [{ name: "scores", dtype: "float32", shape: [1, 2] }],
      limits: { largestBatch: 1, preferredBatch: 1 },
      digest: "0",
      settings: {},
      run: async () => ({ scores: { dtype: "float32", shape: [1, 2], data: await runs[name]() } }),
      dispose: async () => {},
    }
  },
}

const packaged: BackendPackage = {
  name: "hostile",
  devices: [],
  available: async () => ({ usable: true, version: "1" }),
  create: () => backend,
}

export default packaged
