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
   * Element type of the outputs: `float32`, as in other runtimes, or `float64`, unrounded, as in the stored truth.
   * Default: `float32`.
   */
  readonly outputs?: "float32" | "float64"
}

/**
 * Returns a backend in plain TypeScript that computes in float64. It runs tfjs LayersModels with the layers of the
 * fixtures and the zoo, and is written for clarity and exactness, not for speed.
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

/** Returns the inputs of the file, and the outputs, whose shapes come from runs with free axes of length 1 and 2. */
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
