import { PamiError } from "@pami/core"
import type { GraphModel } from "@tensorflow/tfjs-converter"
import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core"
import type { Artifacts } from "./artifacts.ts"
import type { Engine } from "./engine.ts"
import { inputInfo, type Network, outputInfo } from "./network.ts"

/** What a converted model says of one of its inputs or outputs. */
interface Declared {
  readonly name: string
  readonly dtype: string
  readonly tensorShape?: { readonly dim?: readonly { readonly size: string }[] }
  readonly resourceId?: number
}

/** Loads what was converted from TensorFlow. */
export async function graphNetwork(engine: Engine, artifacts: Artifacts, file: string): Promise<Network> {
  const model = await engine.converter.loadGraphModel({ load: async () => artifacts })
  checkOps(model, file)
  const signature = model.modelSignature as Partial<Record<"inputs" | "outputs", Record<string, Declared>>>
  // Tables and variables are inputs, too, which the model feeds itself.
  const fed = model.inputNodes
    .map((key, index) => ({ key, node: model.inputs[index], said: signature?.inputs?.[key] }))
    .filter(({ said }) => said?.resourceId === undefined)
  const weights = new Set(Object.values(model.weights).flatMap((tensors) => tensors.map(({ id }) => id)))
  const keys = model.outputNodes
  const given = model.modelStructuredOutputKeys as string[] | undefined

  const named = (feeds: Tensor[]): NamedTensorMap =>
    Object.fromEntries(fed.map(({ key }, index) => [key, feeds[index]]))
  const asArray = (results: Tensor | Tensor[]): Tensor[] => (Array.isArray(results) ? results : [results])

  return {
    inputs: fed.map(({ key, node, said }) =>
      inputInfo(plain(key), said?.dtype ?? node.dtype, shapeOf(said) ?? node.shape ?? [], file),
    ),
    outputs: keys.map((key, index) => {
      const said = signature?.outputs?.[key]
      const node = model.outputs[index]
      return outputInfo(
        given?.[index] ?? plain(key),
        said?.dtype ?? node.dtype,
        shapeOf(said) ?? node.shape ?? [],
      )
    }),
    predict: (feeds) => asArray(model.execute(named(feeds), keys)),
    async predictAsync(feeds) {
      const results = asArray(await model.executeAsync(named(feeds), keys))
      // A weight or a feed that is an output as it is stays where it belongs; the caller gets another handle on it.
      const others = new Set([...weights, ...feeds.map(({ id }) => id)])
      return results.map((tensor) => (others.has(tensor.id) ? tensor.clone() : tensor))
    },
    dispose: () => model.dispose(),
  }
}

/** Names of tensors end in the number of the output of their node, which is nearly always 0. */
function plain(key: string): string {
  return key.replace(/:0$/, "")
}

function shapeOf(said: Declared | undefined): number[] | undefined {
  return said?.tensorShape?.dim?.map(({ size }) => Number(size))
}

/** Finds operations that the converter does not know before a run does, and all of them at once. */
function checkOps(model: GraphModel, file: string): void {
  const { graph } = model["executor"] as unknown as { graph: { outputs: readonly GraphNode[] } }
  const seen = new Set<GraphNode>(graph.outputs)
  // Nodes that are added on the way are visited, too.
  for (const node of seen) for (const input of node.inputs) seen.add(input)
  const unknown = new Set(
    [...seen].filter(({ category }) => category === undefined).map(({ op }) => `"${op}"`),
  )
  if (unknown.size === 0) return
  model.dispose()
  throw new PamiError(
    "MODEL_UNSUPPORTED",
    `${file} needs operations that TensorFlow.js lacks (${[...unknown].join(", ")}): convert the model without them, or export it to ONNX`,
  )
}

interface GraphNode {
  readonly op: string
  readonly category?: string
  readonly inputs: readonly GraphNode[]
}
