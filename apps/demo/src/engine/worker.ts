import { compileRuntime } from "@pami/onnxruntime-web"
import { segmentInWorker } from "@pami/superpixels/worker"
import { expose, transfer } from "comlink"
import { keepNeeded } from "../service/keep.ts"
import { holdLock } from "./alive.ts"
import type { EngineWorker, MapView } from "./contract.ts"
import { countedFetch, tellPage } from "./download.ts"
import { createEngine } from "./engine.ts"
import { withPlainErrors } from "./errors.ts"
import { fileSizes } from "./file-sizes.ts"
import { exposedJudge } from "./judge/across-threads.ts"
import { openModel } from "./open-model.ts"
import { released } from "./released.ts"

const fetchFile = countedFetch(tellPage)
const fetchRuntime = (address: string | URL) => fetchFile(address, fileSizes.runtime)
const worker = segmentInWorker()
let runtime: Promise<WebAssembly.Module> | undefined
const engine = createEngine({
  // Compiled here, while the thread that runs it starts.
  open: (request) =>
    openModel(request, {
      compiled: () =>
        (runtime ??= Promise.resolve(request.runtime ?? compileRuntime(undefined, fetchRuntime))),
    }),
  segmenter: worker,
})
// Its file is fetched while the runtime is.
void worker({ shape: [1, 1], channels: 1, data: new Uint8Array(1) }, [])

const exposed: EngineWorker = {
  ...engine,
  ...exposedJudge(engine),
  load: (request) => withPlainErrors(() => engine.load(request)),
  wake: (request) => withPlainErrors(() => engine.wake(request)),
  predict: (settings) => withPlainErrors(() => engine.predict(settings)),
  preview: () =>
    withPlainErrors(async () => {
      const preview = await engine.preview()
      return transfer(preview, [preview.image, preview.baseline].map(bufferOf))
    }),
  explain: (settings, chosen, tell) =>
    withPlainErrors(() =>
      released(tell, async (told) => {
        await engine.explain(settings, chosen, (snapshot) =>
          told(transfer(snapshot, buffersOf(snapshot.view))),
        )
        void keepNeeded()
      }),
    ),
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
  tryChanges: (settings, changes) => withPlainErrors(() => engine.tryChanges(settings, changes)),
  partsAt: (unit, target) => withPlainErrors(() => engine.partsAt(unit, target)),
  probe: (part, target) => withPlainErrors(() => engine.probe(part, target)),
  save: () =>
    withPlainErrors(async () => {
      const bytes = await engine.save()
      return transfer(bytes, [bytes.buffer as ArrayBuffer])
    }),
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
