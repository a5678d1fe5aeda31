import { vi } from "vitest"
import type { EngineWorker } from "../../src/engine/contract.ts"
import type { ImageWorker } from "../../src/ui/image-worker/contract.ts"
import { fakeEngine } from "../fakes/engine.ts"
import { stubWorkers } from "../fakes/worker.ts"

const decoded = { image: { width: 2, height: 2, data: new Uint8Array(12) }, preview: null as never }

/** The workers of a page in a test: each engine that starts takes the next element. */
export interface Work {
  readonly engines?: readonly Partial<EngineWorker>[]
  readonly imageWorker?: Partial<ImageWorker>
}

/** The parts of the page that a visitor's actions come to, with nothing opened yet. */
export async function openPage({ engines = [], imageWorker = {} }: Work = {}) {
  vi.resetModules()
  vi.stubGlobal("document", { visibilityState: "hidden" })
  vi.doMock("../../src/ui/site-models/everyday-objects.ts", () => ({ everydayObjects: photos }))
  const next = [...engines]
  const workers = stubWorkers({
    engine: () => fakeEngine(next.shift()),
    imageWorker: () => ({
      decode: async () => decoded,
      draw: async () => decoded,
      prepareSvg: async () => {},
      setImage: async () => {},
      ...imageWorker,
    }),
  })
  const [state, opening, sweeping, turns, comparing, compared, keeping] = await Promise.all([
    import("../../src/ui/state.ts"),
    import("../../src/ui/open.ts"),
    import("../../src/ui/sweep.ts"),
    import("../../src/ui/turns.ts"),
    import("../../src/ui/compare.ts"),
    import("../../src/ui/compared.ts"),
    import("../../src/ui/save.ts"),
  ])
  return { state, workers, ...opening, ...sweeping, ...turns, ...comparing, ...compared, ...keeping }
}

/** Stands for the site's model of photos. */
const photos = {
  id: "photo",
  quality: "fast",
  name: "Everyday objects",
  files: {
    "model.json": { address: 'data:application/json,{"modelTopology":{}}', size: 20 },
    "weights.bin": { address: "data:,weights", size: 7 },
  },
  labels: ["cat", "dog"],
  preprocessing: { do_rescale: false, do_normalize: false },
  knows: "everyday objects",
  origin: "a test",
}

/** As {@link openPage}, with the bundled model open and its sample explained. */
export async function openedPage(work?: Work) {
  const page = await openPage(work)
  await page.start(sample)
  return page
}

export const sample = { name: "sample", seed: 1, options: {} }

/** A file as a visitor drops it; `path` where it lay in a folder. */
export function fileOf(path: string, contents: string | Uint8Array<ArrayBuffer> = "x"): File {
  const file = new File([contents], path.split("/").at(-1)!)
  return Object.assign(file, path.includes("/") ? { webkitRelativePath: path } : {})
}
