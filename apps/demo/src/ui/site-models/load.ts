import type { SiteModelId } from "../logic/settings.ts"
import type { SiteModel } from "./site-model.ts"

const loaders: Readonly<Record<SiteModelId, () => Promise<SiteModel>>> = {
  photo: async () => (await import("./everyday-objects.ts")).everydayObjects,
  detection: async () => (await import("./scene-objects.ts")).sceneObjects,
}

/** Returns a model of the site; what describes it is loaded when it is first needed. */
export async function loadSiteModel(id: SiteModelId): Promise<SiteModel> {
  return await loaders[id]()
}
