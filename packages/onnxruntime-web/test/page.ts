// A page that loads a model from its server, and leaves the outcome for the test that opened it.
import { onnxruntimeWeb } from "../src/index.ts"
import { digestOfAnswers, noise } from "./inputs.ts"

async function outcome(): Promise<object> {
  const query = new URLSearchParams(location.search)
  const wasmPaths = query.get("wasmPaths")
  const model = await onnxruntimeWeb(wasmPaths === null ? {} : { wasmPaths }).load("model.onnx")
  const image = noise(8, 96)
  // Longer than only the first worker is used.
  const end = performance.now() + (query.has("lanes") ? 1500 : 0)
  while (performance.now() < end) await Promise.all([1, 2, 3].map(() => model.run({ image })))
  const answers = await digestOfAnswers(model, noise(32, 96), 8)
  Object.assign(globalThis, { dispose: () => model.dispose() })
  return { isolated: crossOriginIsolated, settings: model.settings, answers }
}

const told = ({ code, message }: Error & { code?: string }) => ({ code, message })

Object.assign(globalThis, { outcome: outcome().catch(told) })
