import { checkFeeds, limitsOf } from "@pami/backend-kit"
import {
  type Backend,
  contractVersion,
  type Feeds,
  type Model,
  type ModelSource,
  PamiError,
  type Tensor,
  type TensorInfo,
  type Tensors,
} from "@pami/core"
import { readModel } from "./files.ts"
import { networkOf } from "./network.ts"

/** Options of {@link referenceBackend}. */
export interface ReferenceOptions {
  /**
   * Element type of the outputs: `float32` (default), as runtimes give them, or `float64`, unrounded, as the stored truth
   * was made.
   */
  readonly outputs?: "float32" | "float64"
}

/**
 * A backend in plain TypeScript, written to be read: tfjs LayersModels of the layers that the fixtures and the zoo use,
 * computed in float64. Slow, and as exact as numbers in JavaScript are.
 */
export function referenceBackend(options: ReferenceOptions = {}): Backend {
  const { outputs: dtype = "float32" } = options
  const name = "reference"
  return { contract: contractVersion, name, formats: ["tfjs-layers"], load }

  async function load(source: ModelSource): Promise<Model> {
    const { file, digest, topology, weights } = await readModel(source)
    const network = networkOf(topology, weights, file)
    const { inputs, outputs } = describe(network, dtype)
    let disposed = false

    async function run(feeds: Feeds): Promise<Tensors> {
      if (disposed) throw new PamiError("MODEL_DISPOSED", `${file} was disposed of: load it again`)
      const values = network.run(
        Object.fromEntries(
          checkFeeds(inputs, feeds).map(({ shape, data }, index) => [
            inputs[index].name,
            { shape, data: new Float64Array(data as Float32Array) },
          ]),
        ),
      )
      return Object.fromEntries(
        Object.entries(values).map(([name, { shape, data }]): [string, Tensor] => [
          name,
          { dtype, shape, data: dtype === "float32" ? new Float32Array(data) : data },
        ]),
      )
    }

    return {
      contract: contractVersion,
      backend: name,
      inputs,
      outputs,
      limits: limitsOf(inputs, 8),
      digest,
      settings: { arithmetic: "float64", outputs: dtype },
      run,
      async dispose() {
        disposed = true
      },
    }
  }
}

/** Inputs as the file has them; outputs as they come of inputs whose free axes have length 1, then 2. */
function describe(
  network: ReturnType<typeof networkOf>,
  dtype: "float32" | "float64",
): { inputs: readonly TensorInfo[]; outputs: readonly TensorInfo[] } {
  const { inputs } = network
  const [once, twice] = [1, 2].map((length) =>
    network.run(
      Object.fromEntries(
        inputs.map(({ name, shape }) => {
          const lengths = shape.map((own) => own ?? length)
          return [name, { shape: lengths, data: new Float64Array(lengths.reduce((a, b) => a * b, 1)) }]
        }),
      ),
    ),
  )
  const outputs = Object.entries(once).map(([name, { shape }]) => ({
    name,
    dtype,
    shape: shape.map((length, axis) => (length === twice[name].shape[axis] ? length : null)),
  }))
  return { inputs, outputs }
}
