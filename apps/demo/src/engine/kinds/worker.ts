import { compileRuntime } from "@pami/onnxruntime-web"
import { expose, transfer } from "comlink"
import { keepNeeded } from "../../service/keep.ts"
import { holdLock } from "../alive.ts"
import { countedFetch, tellPage } from "../download.ts"
import { withPlainErrors } from "../errors.ts"
import { fileSizes } from "../file-sizes.ts"
import { exposedJudge } from "../judge/across-threads.ts"
import { released } from "../released.ts"
import type { KindMap, KindSnapshot, KindsWorker } from "./contract.ts"
import { createKindsEngine } from "./engine.ts"
import { openFolder } from "./open-folder.ts"

const fetchFile = countedFetch(tellPage)
const fetchRuntime = (address: string | URL) => fetchFile(address, fileSizes.runtime)
let runtime: Promise<WebAssembly.Module> | undefined
const engine = createKindsEngine({
  open: (request, tools) =>
    openFolder(request, {
      ...tools,
      // Compiled here, while the thread that runs it starts.
      compiled: () =>
        (runtime ??= Promise.resolve(request.runtime ?? compileRuntime(undefined, fetchRuntime))),
    }),
})

const exposed: KindsWorker = {
  ...engine,
  ...exposedJudge(engine),
  load: (request) => withPlainErrors(() => engine.load(request)),
  explain: (input, options, tell) =>
    withPlainErrors(() =>
      released(tell, async (told) => {
        await engine.explain(input, options, (snapshot) => told(transfer(snapshot, buffersOf(snapshot))))
        void keepNeeded()
      }),
    ),
  tryChanges: (...asked) => withPlainErrors(() => engine.tryChanges(...asked)),
  read: (choices) =>
    withPlainErrors(async () => {
      const maps = await engine.read(choices)
      return transfer(maps, valuesOf(maps))
    }),
  manifest: () => withPlainErrors(() => engine.manifest()),
  verify: (manifest, input) => withPlainErrors(() => engine.verify(manifest, input)),
  save: () => withPlainErrors(() => engine.save()),
  figure: () => withPlainErrors(() => engine.figure()),
  evidence: (share) => withPlainErrors(() => engine.evidence(share)),
  runtime: async () => (await runtime?.catch(() => undefined)) ?? null,
}

function buffersOf({ maps, seen }: KindSnapshot): Transferable[] {
  const content = seen?.content
  return [
    ...valuesOf(maps),
    ...(content !== undefined && "values" in content ? [content.values.buffer as ArrayBuffer] : []),
  ]
}

function valuesOf(maps: readonly KindMap[]): Transferable[] {
  return maps.map(({ values }) => values.buffer as ArrayBuffer)
}

expose(exposed)
holdLock()
