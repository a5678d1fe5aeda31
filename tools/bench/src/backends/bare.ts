import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Backend, Model } from "@pami/core"
import type { io } from "@tensorflow/tfjs-core"
import type * as OnnxruntimeWeb from "onnxruntime-web"
import { bareSession } from "../bare-session.ts"

/** A prepared batch. */
export interface Batch {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** A model of a backend, and the same one in bare use of the backend's runtime. */
export interface Loaded {
  readonly model: Model
  /** Runs a batch; resolves when its outputs are there to be read. */
  bare(batch: Batch): Promise<void>
  dispose(): Promise<void>
}

/** Loads a model in both ways, bare with so many threads. */
export type Load = (backend: Backend, file: string, threads: number) => Promise<Loaded>

/** Bare use of onnxruntime-node: a session of its own, as the backend's are in other threads. */
export const bareOnnxNode: Load = async (backend, file, threads) => {
  const model = await backend.load(file)
  const alone = await bareSession(file, threads)
  return {
    model,
    bare: ({ name, data, shape }) => alone.run(name, shape, data),
    async dispose() {
      await alone.release()
      await model.dispose()
    },
  }
}

/**
 * Bare use of onnxruntime-web: a tensor on the batch's memory, and `session.run`. The session is the one inside the
 * model, as where the runtime happens to place its memory changes its speed.
 */
export const bareOnnxWeb: Load = async (backend, file) => {
  const { InferenceSession, Tensor } = await import("onnxruntime-web")
  const create = InferenceSession.create
  let session: OnnxruntimeWeb.InferenceSession | undefined
  InferenceSession.create = async (...given: unknown[]) =>
    (session = await (create as (...given: unknown[]) => Promise<typeof session & object>)(...given))
  try {
    const model = await backend.load(file)
    return {
      model,
      async bare({ name, data, shape }) {
        await session!.run({ [name]: new Tensor("float32", data, shape) })
      },
      dispose: () => model.dispose(),
    }
  } finally {
    InferenceSession.create = create
  }
}

/**
 * Bare use of TensorFlow.js: a tensor of the batch, `predict`, and the outputs' `data()`. The backend has started the
 * device; the model is one more of the same file.
 */
export const bareTensorflow: Load = async (backend, file) => {
  const [core, { loadLayersModel }, { loadGraphModel }] = await Promise.all([
    import("@tensorflow/tfjs-core"),
    import("@tensorflow/tfjs-layers"),
    import("@tensorflow/tfjs-converter"),
  ])
  const model = await backend.load(file)
  const artifacts = await artifactsOf(file)
  const handler = { load: async () => artifacts }
  const isGraph = (artifacts.modelTopology as { node?: unknown }).node !== undefined
  const network = isGraph ? await loadGraphModel(handler) : await loadLayersModel(handler)
  return {
    model,
    async bare({ data, shape }) {
      const outputs = core.tidy(() => {
        const fed = core.tensor(data, [...shape])
        // `predict` of layers would cut the batch into ones of 32 first, which is a copy.
        return ["predictOnBatch" in network ? network.predictOnBatch(fed) : network.predict(fed)].flat()
      })
      for (const output of outputs)
        await (output as (typeof outputs)[number] & { data(): Promise<unknown> }).data()
      core.dispose(outputs)
    },
    async dispose() {
      network.dispose()
      await model.dispose()
    },
  }
}

async function artifactsOf(file: string): Promise<io.ModelArtifacts> {
  const { modelTopology, weightsManifest, signature } = JSON.parse(
    await readFile(file, "utf8"),
  ) as io.ModelJSON
  const paths = weightsManifest.flatMap((group) => group.paths)
  const shards = await Promise.all(paths.map((path) => readFile(join(dirname(file), path))))
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(Buffer.concat(shards)).buffer,
    ...(signature && { signature }),
  }
}
