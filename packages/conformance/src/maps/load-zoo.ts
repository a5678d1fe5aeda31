import type { Backend, BackendFixtures, Model } from "@pami/core"
import { createContext } from "../fixture-context.ts"

/** Loads a model of the zoo, or a part of one, in a format of the backend. */
export async function loadZoo(name: string, backend: Backend, fixtures?: BackendFixtures): Promise<Model> {
  return await backend.load(await createContext(backend, fixtures).source(name))
}
