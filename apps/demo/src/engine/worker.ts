import { compileRuntime } from "@pami/onnxruntime-web"
import { segmentInWorker } from "@pami/superpixels/worker"
import { expose, releaseProxy, transfer, type Remote } from "comlink"
import { keepNeeded } from "../service/keep.ts"
import { holdLock } from "./alive.ts"
import type { EngineWorker, MapView, Snapshot } from "./contract.ts"
import { createEngine } from "./engine.ts"
import { withPlainErrors } from "./errors.ts"
import { openModel } from "./open-model.ts"

const worker = segmentInWorker()
let runtime: Promise<WebAssembly.Module> | undefined
const engine = createEngine({
  // Compiled here, while the thread that runs it starts.
  open: (request) =>
    openModel(request, () => (runtime ??= Promise.resolve(request.runtime ?? compileRuntime()))),
  segmenter: worker,
})
// Its file is fetched while the runtime is.
void worker({ shape: [1, 1], channels: 1, data: new Uint8Array(1) }, [])

type Told = (snapshot: Snapshot) => Promise<void>

const exposed: EngineWorker = {
  ...engine,
  load: (request) => withPlainErrors(() => engine.load(request)),
  predict: (settings) => withPlainErrors(() => engine.predict(settings)),
  preview: () =>
    withPlainErrors(async () => {
      const preview = await engine.preview()
      return transfer(preview, [preview.image, preview.baseline].map(bufferOf))
    }),
  explain: (settings, chosen, tell) =>
    withPlainErrors(async () => {
      // A comlink proxy is asynchronous.
      const told = tell as unknown as Told & Pick<Remote<() => void>, typeof releaseProxy>
      try {
        await engine.explain(settings, chosen, (snapshot) =>
          told(transfer(snapshot, buffersOf(snapshot.view))),
        )
        void keepNeeded()
      } finally {
        told[releaseProxy]()
      }
    }),
  read: (chosen) =>
    withPlainErrors(async () => {
      const view = await engine.read(chosen)
      return transfer(view, buffersOf(view))
    }),
  readAll: (targets) =>
    withPlainErrors(async () => {
      const views = await engine.readAll(targets)
      return transfer(views, views.flatMap(buffersOf))
    }),
  learn: (beside) => withPlainErrors(() => engine.learn(beside)),
  tryPresets: () => withPlainErrors(() => engine.tryPresets()),
  partsAt: (unit, target) => withPlainErrors(() => engine.partsAt(unit, target)),
  probe: (part, target) => withPlainErrors(() => engine.probe(part, target)),
  manifest: () => withPlainErrors(() => engine.manifest()),
  runtime: async () => (await runtime?.catch(() => undefined)) ?? null,
  verify: (manifest) => withPlainErrors(() => engine.verify(manifest)),
}

function buffersOf({ map, standardError, coverage }: MapView): Transferable[] {
  return [map, standardError, coverage].filter((layer) => layer !== undefined).map(bufferOf)
}

function bufferOf({ buffer }: Float32Array): ArrayBuffer {
  return buffer as ArrayBuffer
}

expose(exposed)
holdLock()
