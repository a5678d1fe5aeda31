import type { TfjsFiles } from "@pami/backend-kit/tfjs-model"
import type { io, NamedTensorMap, Tensor } from "@tensorflow/tfjs-core"
import { graphActivation } from "./activations.ts"
import type { Engine } from "./engine.ts"
import { checkConnections, checkInput, checkOps, type Graph, outputNodes } from "./graph-checks.ts"
import { checkSizes } from "./graph-sizes.ts"
import { inputInfo, type Network, outputInfo } from "./network.ts"

/** An input or output in the signature of a converted model. */
interface Declared {
  readonly name: string
  readonly dtype: string
  readonly tensorShape?: {
    readonly dim?: readonly { readonly size: string }[]
    readonly unknownRank?: boolean
  }
  readonly resourceId?: number
}

/** Loads a GraphModel, converted from TensorFlow. */
export async function graphNetwork(
  engine: Engine,
  { json, weightSpecs, weightData }: TfjsFiles,
  file: string,
): Promise<Network> {
  if (json.format === "graph-model") checkConnections(json)
  const { format: _, weightsManifest: __, ...graph } = json
  let network!: Network
  // Weights become tensors before the graph is checked: the scope frees those of a graph that is refused.
  engine.core.tidy(() => {
    const model = engine.converter.loadGraphModelSync({
      load: () => ({ ...graph, weightSpecs, weightData }) as unknown as io.ModelArtifacts,
    })
    checkOps(model, file)
    checkSizes(model, file)
    network = networkOf(model, file)
    return model.weights
  })
  return network
}

function networkOf(model: Graph, file: string): Network {
  const signature = model.modelSignature as Partial<Record<"inputs" | "outputs", Record<string, Declared>>>
  // Tables and variables are inputs too, but the model feeds them itself.
  const fed = model.inputNodes
    .map((key, index) => ({ key, node: model.inputs[index], said: signature?.inputs?.[key] }))
    .filter(({ said }) => said?.resourceId === undefined)
  const weights = new Set(Object.values(model.weights).flatMap((tensors) => tensors.map(({ id }) => id)))
  const keys = model.outputNodes
  const nodes = outputNodes(model)
  const given = model.modelStructuredOutputKeys as string[] | undefined

  const named = (feeds: Tensor[]): NamedTensorMap =>
    Object.fromEntries(fed.map(({ key }, index) => [key, feeds[index]]))
  const asArray = (results: Tensor | Tensor[]): Tensor[] => (Array.isArray(results) ? results : [results])

  return {
    inputs: fed.map(({ key, node, said }) =>
      checkInput(inputInfo(plain(key), said?.dtype ?? node.dtype, shapeOf(said) ?? node.shape, file), node),
    ),
    outputs: keys.map((key, index) => {
      const said = signature?.outputs?.[key]
      const node = model.outputs[index]
      return outputInfo(
        given?.[index] ?? plain(key),
        said?.dtype ?? node.dtype,
        shapeOf(said) ?? node.shape,
        file,
      )
    }),
    activations: keys.map((_, index) =>
      graphActivation(nodes.find(({ name }) => name === model.outputs[index].name)),
    ),
    predict: (feeds) => asArray(model.execute(named(feeds), keys)),
    async predictAsync(feeds) {
      const results = asArray(await model.executeAsync(named(feeds), keys))
      // A weight or a feed may be an output unchanged: it stays, and the caller gets another handle.
      const others = new Set([...weights, ...feeds.map(({ id }) => id)])
      return results.map((tensor) => (others.has(tensor.id) ? tensor.clone() : tensor))
    },
    dispose: () => model.dispose(),
  }
}

/** Returns the name of a tensor without the output number of its node, which is nearly always 0. */
function plain(key: string): string {
  return key.replace(/:0$/, "")
}

function shapeOf(said: Declared | undefined): number[] | undefined {
  const { tensorShape } = said ?? {}
  if (tensorShape == null || tensorShape.unknownRank === true) return undefined
  return (tensorShape.dim ?? []).map(({ size }) => Number(size))
}
