import { type DeclaredTensor, shortened } from "@pami/backend-kit"
import type { ModelJson } from "@pami/backend-kit/tfjs-model"
import { PamiError } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { GraphModel } from "@tensorflow/tfjs-converter"
import type { io } from "@tensorflow/tfjs-core"
import type { Operation } from "./activations.ts"
import { runtimeType } from "./feeds.ts"

/** A model of the converter, loaded from memory. */
export type Graph = GraphModel<io.IOHandlerSync>

type GraphJson = Extract<ModelJson, { format: "graph-model" }>

/**
 * Checks that the graph has all nodes that its nodes and its signature name.
 *
 * @throws Error naming a missing node
 */
export function checkConnections({ modelTopology, signature, userDefinedMetadata }: GraphJson): void {
  const there = new Set(modelTopology.node.map(({ name }) => name))
  const { inputs, outputs } = userDefinedMetadata?.signature ?? signature ?? {}
  const named = [...Object.values(inputs ?? {}), ...Object.values(outputs ?? {})].map(({ name }) => [
    "its signature",
    name,
  ])
  const taken = modelTopology.node.flatMap(({ name, input }) =>
    (input ?? []).map((from) => [`node "${shortened(name)}"`, from]),
  )
  for (const [who, name] of [...named, ...taken]) {
    const node = name.replace(/^\^/, "").split(":", 1)[0]
    if (!there.has(node)) throw new Error(`${who} names "${shortened(node)}", which is not in the graph`)
  }
}

/**
 * Checks that the signature of an input agrees with its node, by which TensorFlow.js checks feeds.
 *
 * @throws Error naming the difference
 */
export function checkInput(
  info: DeclaredTensor,
  node: { readonly dtype?: string; readonly shape?: readonly number[] },
): DeclaredTensor {
  const shape = node.shape?.map((length) => (length < 0 ? null : length)) ?? info.shape
  const input = `input "${shortened(info.name)}"`
  const differs = (length: number | null, axis: number) =>
    length !== null && length !== (info.shape[axis] ?? length)
  if (shape.length !== info.shape.length || shape.some(differs))
    throw new Error(`${input} is both ${formatShape(info.shape)} and ${formatShape(shape)}`)
  if (node.dtype !== undefined && node.dtype !== runtimeType(info.dtype))
    throw new Error(`${input} is both ${info.dtype} and ${node.dtype}`)
  return info
}

/**
 * Checks that the converter knows all operations, before a run finds the first unknown one.
 *
 * @throws PamiError `MODEL_UNSUPPORTED` naming unknown ones
 */
export function checkOps(model: Graph, file: string): void {
  const unknown = new Set(
    [...reached(model)]
      .filter(({ category }) => category === undefined)
      .map(({ op }) => `"${shortened(op)}"`),
  )
  if (unknown.size === 0) return
  const names = [...unknown].slice(0, 20).join(", ")
  throw new PamiError(
    "MODEL_UNSUPPORTED",
    `${file} needs operations that TensorFlow.js lacks (${names}): convert the model without them, or export it to ONNX`,
  )
}

/** Returns the nodes that outputs depend on. */
export function reached(model: Graph): Set<GraphNode> {
  const seen = new Set<GraphNode>(outputNodes(model))
  // A loop over a set visits elements added meanwhile.
  for (const node of seen) for (const input of node.inputs) seen.add(input)
  return seen
}

/** Returns the nodes of the outputs. */
export function outputNodes(model: Graph): readonly GraphNode[] {
  return (model["executor"] as unknown as { graph: { outputs: readonly GraphNode[] } }).graph.outputs
}

/** A node of the converter. */
export interface GraphNode extends Operation {
  readonly name: string
  readonly category?: string
  readonly inputs: readonly GraphNode[]
}
