import type { Backend, Feeds, Model, ModelSource, Tensors } from "@pami/core"
import { referenceBackend } from "../../src/index.ts"

/** A backend with one defect, and the checks that must fail because of it. */
export interface Broken {
  /** The defect, as the predicate of a sentence about the backend. */
  readonly defect: string
  readonly create: () => Backend
  readonly fails: readonly string[]
  /** Part of the message, which names the defect. */
  readonly says: string
  /** Time limit of a run in milliseconds. Default: that of the suite. */
  readonly timeout?: number
}

const reference = referenceBackend()

/** Returns the reference backend with changed models. */
export function withModel(change: (model: Model) => Partial<Model>): () => Backend {
  return () => ({
    ...reference,
    async load(source) {
      const model = await reference.load(source)
      return { ...model, ...change(model) }
    },
  })
}

/** Returns the reference backend with another `load`. */
export function withLoad(load: (source: ModelSource) => Promise<Model>): () => Backend {
  return () => ({ ...reference, load })
}

/** `load` of the reference backend. */
export const { load } = reference

/** Returns feeds or outputs with the numbers of every tensor changed. */
export function mapData<All extends Feeds | Tensors>(
  tensors: All,
  change: (data: Float32Array, shape: readonly number[]) => ArrayBufferView,
): All {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      { ...tensor, data: change(tensor.data as Float32Array, tensor.shape) },
    ]),
  ) as unknown as All
}
