import { compileRuntime } from "@pami/onnxruntime-web"
import { expose, releaseProxy, transfer, type Remote } from "comlink"
import { keepNeeded } from "../../service/keep.ts"
import { holdLock } from "../alive.ts"
import { countedFetch, tellPage } from "../download.ts"
import { withPlainErrors } from "../errors.ts"
import { fileSizes } from "../file-sizes.ts"
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

type Told = (snapshot: KindSnapshot) => Promise<void>

const exposed: KindsWorker = {
  ...engine,
  load: (request) => withPlainErrors(() => engine.load(request)),
  explain: (input, options, tell) =>
    withPlainErrors(async () => {
      // A comlink proxy is asynchronous.
      const told = tell as unknown as Told & Pick<Remote<() => void>, typeof releaseProxy>
      try {
        await engine.explain(input, options, (snapshot) => told(transfer(snapshot, buffersOf(snapshot))))
        void keepNeeded()
      } finally {
        told[releaseProxy]()
      }
    }),
  tryChanges: (...asked) => withPlainErrors(() => engine.tryChanges(...asked)),
  read: (choices) =>
    withPlainErrors(async () => {
      const maps = await engine.read(choices)
      return transfer(maps, valuesOf(maps))
    }),
  manifest: () => withPlainErrors(() => engine.manifest()),
  save: () => withPlainErrors(() => engine.save()),
  figure: () => withPlainErrors(() => engine.figure()),
  evidence: (share) => withPlainErrors(() => engine.evidence(share)),
  runtime: async () => (await runtime?.catch(() => undefined)) ?? null,
}

function buffersOf({ maps, seen }: KindSnapshot): Transferable[] {
  const content = seen?.content
  return [...valuesOf(maps), ...(content?.kind === "series" ? [content.values.buffer as ArrayBuffer] : [])]
}

function valuesOf(maps: readonly KindMap[]): Transferable[] {
  return maps.map(({ values }) => values.buffer as ArrayBuffer)
}

expose(exposed)
holdLock()
