import type { Backend, Feeds, Model, ModelSource, Tensors } from "@pami/core"
import { referenceBackend } from "../../src/index.ts"

/** A backend with one fault, and the only checks that may fail of it. */
export interface Broken {
  /** What is wrong, as a sentence about the backend. */
  readonly fault: string
  readonly create: () => Backend
  readonly fails: readonly string[]
  /** Words of the failure's message that name the fault. */
  readonly says: string
  /** Milliseconds after which a run counts as hanging. Default: the suite's. */
  readonly timeout?: number
}

const reference = referenceBackend()

/** The reference backend with its models changed. */
export function withModel(change: (model: Model) => Partial<Model>): () => Backend {
  return () => ({
    ...reference,
    async load(source) {
      const model = await reference.load(source)
      return { ...model, ...change(model) }
    },
  })
}

/** The reference backend with what it loads changed, or refused otherwise. */
export function withLoad(load: (source: ModelSource) => Promise<Model>): () => Backend {
  return () => ({ ...reference, load })
}

/** The reference backend's own `load`. */
export const { load } = reference

/** Feeds or outputs with every tensor's numbers changed. */
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
