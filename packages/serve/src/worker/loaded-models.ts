import { PamiError } from "@pami/core"
import type { Backend, BackendPackage } from "@pami/core"
import { explainer } from "@pami/explainer"
import type { Explainer } from "@pami/explainer"
import type { ServedBackend } from "../options.ts"
import type { ServedModel } from "../served-models.ts"

/** The options of a worker. */
export interface WorkerOptions {
  readonly backends: readonly ServedBackend[]
  readonly threads: number | undefined
  /** Largest number of models that are loaded. */
  readonly keep: number
  readonly maxPixels: number
  readonly maxPasses: number
}

/**
 * Returns a function that loads a model, or returns it if it is loaded. With too many models, the one that was not asked for longest
 * is disposed of: a worker has one explanation at a time.
 */
export function loadedModels({
  backends,
  threads,
  keep,
}: WorkerOptions): (model: ServedModel) => Promise<Explainer> {
  let made: Promise<Backend[]> | undefined
  const loaded = new Map<string, Explainer>()
  return async (model) => {
    const known = loaded.get(model.name)
    if (known !== undefined) {
      // The last in the map is the one that was asked for last.
      loaded.delete(model.name)
      loaded.set(model.name, known)
      return known
    }
    made ??= Promise.all(backends.map((backend) => makeBackend(backend, threads)))
    const backend = backendFor(model, await made)
    for (const [name, oldest] of loaded) {
      if (loaded.size < keep) break
      loaded.delete(name)
      await oldest.dispose()
    }
    const explain = await explainer(model.path, { backend })
    loaded.set(model.name, explain)
    return explain
  }
}

async function makeBackend({ module, device }: ServedBackend, threads: number | undefined): Promise<Backend> {
  const { default: found } = (await import(module)) as { default: BackendPackage }
  return found.create({
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
  })
}

function backendFor({ name, file }: ServedModel, backends: readonly Backend[]): Backend {
  const format = file.toLowerCase().endsWith(".json") ? "tfjs" : "onnx"
  const fit = backends.find(({ formats }) => formats.some((one) => one.startsWith(format)))
  if (fit !== undefined) return fit
  throw new PamiError(
    "BACKEND_UNAVAILABLE",
    `no backend of this server reads ${format}, the format of ${name}: ${backends.map((one) => one.name).join(", ")}`,
  )
}
