import { batchFirst, checkFeeds, limitsOf } from "@pami/backend-kit"
import {
  contractVersion,
  type Feeds,
  type Finding,
  isPamiError,
  type Model,
  PamiError,
  type Settings,
  type Tensor,
  type Tensors,
} from "@pami/core"
import { nextTurn } from "@pami/core/tensor"
import type { Tensor as RuntimeTensor } from "@tensorflow/tfjs-core"
import { batches, type Fed, join } from "./batches.ts"
import { type Engine, enter } from "./engine.ts"
import { exclusive } from "./exclusive.ts"
import { runError } from "./errors.ts"
import { runtimeData, runtimeType, UnfitNumber } from "./feeds.ts"
import type { Network } from "./network.ts"

/** Facts about a model that its network does not know. */
export interface ModelFacts {
  /** Name of the model's file, for messages. */
  readonly file: string
  readonly digest: string
  /** Items per run. */
  readonly batch: number
  readonly settings: Settings
  readonly findings: readonly Finding[]
  /** Metadata of the file. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Returns a network on a device as a model. */
export function modelOf(engine: Engine, network: Network, facts: ModelFacts): Model {
  const { file, digest, settings, metadata } = facts
  const { core } = engine
  const layout = batchFirst(network.inputs, network.outputs)
  const { inputs } = layout
  const outputs = layout.outputs.filter(({ dtype }) => dtype !== "string")
  const findings = [...facts.findings, ...(layout.finding === undefined ? [] : [layout.finding])]
  const activations = network.outputs.flatMap(({ name }, index) => {
    const activation = network.activations?.[index]
    return activation === undefined ? [] : [[name, activation] as const]
  })
  const divisible = inputs.every(({ shape }) => shape[0] === null)
  let dynamic = false
  let disposed: Promise<void> | undefined

  async function run(feeds: Feeds): Promise<Tensors> {
    if (disposed !== undefined) {
      throw new PamiError("MODEL_DISPOSED", `${file} was disposed of: load it again`)
    }
    const fed = checkFeeds(inputs, feeds)
    return exclusive(async () => {
      try {
        if (!engine.constantBatch || !divisible) return await predictInTurn(fed)
        const count = fed[0].shape[0]
        const results: Tensors[] = []
        for (const batch of batches(fed, facts.batch)) results.push(await predictInTurn(batch))
        return join(results, count, facts.batch)
      } catch (error) {
        throw isPamiError(error) || error instanceof UnfitNumber ? error : runError(error, file, engine)
      }
    })
  }

  /** A run on the processor blocks the thread: the event loop turns before each one, so that a server still answers. */
  async function predictInTurn(fed: Fed): Promise<Tensors> {
    await nextTurn()
    await enter(engine)
    return predict(fed)
  }

  async function predict(fed: Fed): Promise<Tensors> {
    const results = dynamic ? await predictAsync(fed) : predictInScope(fed)
    if (results === undefined) return predict(fed)
    try {
      const read = await Promise.all(
        network.outputs.map(async ({ name, dtype }, index) => {
          if (dtype === "string") return undefined
          return [name, layout.fromModel(index, await copyOf(results[index]))] as const
        }),
      )
      return Object.fromEntries(read.filter((entry) => entry !== undefined))
    } finally {
      core.dispose(results)
    }
  }

  /** Of the tensors created inside the scope, only the results outlive it, also when it throws. */
  function predictInScope(fed: Fed): RuntimeTensor[] | undefined {
    try {
      // A result may be a weight or a feed, which must not be freed; a clone shares its numbers.
      return core.tidy(() => network.predict(toRuntime(fed)).map((tensor) => tensor.clone()))
    } catch (error) {
      dynamic = network.predictAsync !== undefined && /executeAsync/.test(String(error))
      if (!dynamic) throw error
      return undefined
    }
  }

  async function predictAsync(fed: Fed): Promise<RuntimeTensor[]> {
    const feeds = toRuntime(fed)
    try {
      return await network.predictAsync!(feeds)
    } finally {
      core.dispose(feeds)
    }
  }

  function toRuntime(fed: Fed): RuntimeTensor[] {
    const given = fed.map((tensor, index) =>
      tensor.dtype === "string" ? tensor : layout.toModel(index, tensor),
    )
    return given.map((tensor) =>
      core.tensor(runtimeData(tensor), [...tensor.shape], runtimeType(tensor.dtype)),
    )
  }

  return {
    contract: contractVersion,
    backend: "tfjs",
    inputs,
    outputs,
    limits: limitsOf(inputs, facts.batch),
    digest,
    settings,
    ...(findings.length > 0 && { findings }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(activations.length > 0 && { activations: Object.fromEntries(activations) }),
    run,
    held: () => core.memory().numTensors,
    dispose() {
      // After the runs that are waiting or in progress.
      disposed ??= exclusive(async () => network.dispose())
      return disposed
    },
  }
}

/** Returns a tensor of core with copied numbers: on the processor they may belong to a feed or a weight. */
async function copyOf(tensor: RuntimeTensor): Promise<Tensor> {
  const data = (await tensor.data()) as Float32Array | Int32Array | Uint8Array
  return { dtype: tensor.dtype as "float32" | "int32" | "bool", shape: [...tensor.shape], data: data.slice() }
}
