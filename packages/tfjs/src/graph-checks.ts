import { formatShape, PamiError, sizeOf, type TensorInfo } from "@pami/core"
import type { GraphModel } from "@tensorflow/tfjs-converter"
import type { Operation } from "./activations.ts"
import { runtimeType } from "./feeds.ts"
import type { ModelJson } from "./model-json.ts"
import { mostElements } from "./sizes.ts"

type GraphJson = Extract<ModelJson, { format: "graph-model" }>

/**
 * Checks that the nodes that others and the signature name are there.
 *
 * @throws Error in plain words
 */
export function checkConnections({ modelTopology, signature, userDefinedMetadata }: GraphJson): void {
  const there = new Set(modelTopology.node.map(({ name }) => name))
  const { inputs, outputs } = userDefinedMetadata?.signature ?? signature ?? {}
  const named = [...Object.values(inputs ?? {}), ...Object.values(outputs ?? {})].map(({ name }) => [
    "its signature",
    name,
  ])
  const taken = modelTopology.node.flatMap(({ name, input }) =>
    (input ?? []).map((from) => [`node "${name}"`, from]),
  )
  for (const [who, name] of [...named, ...taken]) {
    const node = name.replace(/^\^/, "").split(":", 1)[0]
    if (!there.has(node)) throw new Error(`${who} names "${node}", which is not in the graph`)
  }
}

/**
 * Checks that the signature says of an input what its node says, by which TensorFlow.js refuses feeds.
 *
 * @throws Error in plain words
 */
export function checkInput(
  info: TensorInfo,
  node: { readonly dtype?: string; readonly shape?: readonly number[] },
): TensorInfo {
  const shape = node.shape?.map((length) => (length < 0 ? null : length)) ?? info.shape
  const differs = (length: number | null, axis: number) =>
    length !== null && length !== (info.shape[axis] ?? length)
  if (shape.length !== info.shape.length || shape.some(differs))
    throw new Error(`input "${info.name}" is both ${formatShape(info.shape)} and ${formatShape(shape)}`)
  if (node.dtype !== undefined && node.dtype !== runtimeType(info.dtype))
    throw new Error(`input "${info.name}" is both ${info.dtype} and ${node.dtype}`)
  return info
}

/** Finds operations that the converter does not know before a run does, and all of them at once. */
export function checkOps(model: GraphModel, file: string): void {
  const unknown = new Set(
    [...reached(model)].filter(({ category }) => category === undefined).map(({ op }) => `"${op}"`),
  )
  if (unknown.size === 0) return
  throw new PamiError(
    "MODEL_UNSUPPORTED",
    `${file} needs operations that TensorFlow.js lacks (${[...unknown].join(", ")}): convert the model without them, or export it to ONNX`,
  )
}

// Operations whose result is as large as numbers say that come to them: which of their inputs those are.
const sized: Readonly<Record<string, number>> = {
  BroadcastTo: 1,
  Fill: 0,
  LinSpace: 2,
  OneHot: 1,
  RandomStandardNormal: 0,
  RandomUniform: 0,
  Range: 1,
  ResizeBilinear: 1,
  ResizeNearestNeighbor: 1,
  Tile: 1,
  TruncatedNormal: 0,
}

/**
 * Checks the sizes that are written in the file as numbers. What a graph computes a size from is not known before a run.
 *
 * @throws PamiError `MODEL_INVALID`
 */
export function checkSizes(model: GraphModel, file: string): void {
  for (const { name, op, inputs } of reached(model)) {
    const source = Object.hasOwn(sized, op) ? inputs[sized[op]] : undefined
    const [tensor] = source?.op === "Const" ? (model.weights[source.name] ?? []) : []
    if (tensor === undefined || tensor.dtype === "string" || tensor.size > 32) continue
    const lengths = [...tensor.dataSync()].map((length) => Math.max(1, length))
    const elements = sizeOf(lengths)
    if (elements <= mostElements) continue
    const [makes, most] = [elements, mostElements].map((count) => count.toLocaleString("en"))
    const message = `node "${name}" makes ${makes} numbers, of at most ${most}, in ${file}`
    throw new PamiError("MODEL_INVALID", message)
  }
}

/** The nodes that outputs depend on. */
function reached(model: GraphModel): Set<GraphNode> {
  const seen = new Set<GraphNode>(outputNodes(model))
  // Nodes that are added on the way are visited, too.
  for (const node of seen) for (const input of node.inputs) seen.add(input)
  return seen
}

/** The nodes that give the outputs. */
export function outputNodes(model: GraphModel): readonly GraphNode[] {
  return (model["executor"] as unknown as { graph: { outputs: readonly GraphNode[] } }).graph.outputs
}

interface GraphNode extends Operation {
  readonly name: string
  readonly category?: string
  readonly inputs: readonly GraphNode[]
}
