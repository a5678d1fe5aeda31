import { shortened } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { type Graph, type GraphNode, reached } from "./graph-checks.ts"
import { mostElements } from "./sizes.ts"

/** The parts of a node that are known before a run. */
interface Known {
  /** Returns the first numbers of an input: none if a run computes them, 1 for each computed one among constants. */
  values(input: number): readonly number[]
  /** Returns the least number of elements of an input. */
  elements(input: number): number
  /** Returns the numbers of an attribute, or none. */
  attribute(name: string): readonly number[]
}

type Size = (node: Known) => number

/** Returns the size of an operation that takes the shape of its result, or some lengths of it, as an input. */
function shapeIn(input: number): Size {
  return ({ values }) => product(values(input))
}

/** Returns the size of an operation that repeats each element of input 0 as often as another input says. */
function timesInput(input: number): Size {
  return ({ values, elements }) => product(values(input)) * elements(0)
}

/** Returns the size of a tensor after padding; `pairs` returns the lengths before and after each axis. */
function padded(pairs: (node: Known) => readonly number[]): Size {
  return (node) => {
    const lengths = pairs(node)
    return product(
      lengths.map((length, index) => (index % 2 === 0 ? 1 + length + (lengths[index + 1] ?? 0) : 1)),
    )
  }
}

/** Returns the size of ranges from starts to limits, by steps; an unknown start counts as 0, an unknown step as 1. */
function ranges({ values }: Known): number {
  const [starts, limits, steps] = [0, 1, 2].map(values)
  const lengths = limits.map((limit, row) => (limit - (starts[row] ?? 0)) / (steps[row] ?? 1))
  return lengths.reduce((sum, length) => sum + Math.max(0, Math.ceil(length)), 0)
}

const paddedByInput1 = padded(({ values }) => values(1))
const paddedByAttribute = padded(({ attribute }) => attribute("explicitPaddings"))
const shapeInAttribute: Size = ({ attribute }) => product(attribute("shape"))

// Operations whose result size is a number in the file.
const sizes: Readonly<Record<string, Size>> = {
  Bincount: shapeIn(1),
  BroadcastTo: shapeIn(1),
  Conv2D: paddedByAttribute,
  Conv2DBackpropInput: shapeIn(0),
  CropAndResize: ({ values, elements }) => product(values(3)) * Math.ceil(elements(1) / 4),
  DenseBincount: shapeIn(1),
  DepthwiseConv2d: paddedByAttribute,
  DepthwiseConv2dNative: paddedByAttribute,
  Fill: shapeIn(0),
  FusedDepthwiseConv2dNative: paddedByAttribute,
  ImageProjectiveTransformV3: shapeIn(2),
  LinSpace: shapeIn(2),
  MirrorPad: paddedByInput1,
  Multinomial: shapeIn(1),
  NonMaxSuppressionV4: shapeIn(2),
  OneHot: timesInput(1),
  Ones: shapeInAttribute,
  Pad: paddedByInput1,
  PadV2: paddedByInput1,
  RaggedRange: ranges,
  RaggedTensorToTensor: shapeIn(0),
  RandomStandardNormal: shapeIn(0),
  RandomUniform: shapeIn(0),
  RandomUniformInt: shapeIn(0),
  Range: ranges,
  ResizeBilinear: shapeIn(1),
  ResizeNearestNeighbor: shapeIn(1),
  ScatterNd: shapeIn(2),
  SpaceToBatchND: padded(({ values }) => values(2)),
  SparseFillEmptyRows: ({ values }) => values(2)[0] ?? 1,
  SparseToDense: shapeIn(1),
  Tile: timesInput(1),
  TruncatedNormal: shapeIn(0),
  Zeros: shapeInAttribute,
  _FusedConv2D: paddedByAttribute,
}

// Their outputs hold the numbers of their inputs.
const passing = [
  "Identity",
  "Snapshot",
  "StopGradient",
  "PreventGradient",
  "Cast",
  "Reshape",
  "ExpandDims",
  "Squeeze",
]

// Most numbers of a tensor that is a shape.
const mostNumbers = 64
// Most nodes between an operation and a constant.
const deepest = 32

/**
 * Checks result sizes that are constants in the file. Computed sizes are not known before a run.
 *
 * @throws PamiError `MODEL_INVALID`
 */
export function checkSizes(model: Graph, file: string): void {
  const constant = (node: GraphNode | undefined) =>
    node?.op === "Const" ? model.weights[node.name]?.[0] : undefined

  /** Returns the node that computes the numbers of another. */
  function origin(node: GraphNode | undefined): GraphNode | undefined {
    for (let depth = 0; node !== undefined && passing.includes(node.op) && depth < deepest; depth++)
      node = node.inputs[0]
    return node
  }

  function values(node: GraphNode | undefined): readonly number[] {
    const tensor = constant(node)
    if (tensor === undefined || tensor.dtype === "string" || tensor.size > mostNumbers) return []
    return Array.from(tensor.dataSync())
  }

  function valuesOrPacked(node: GraphNode | undefined): readonly number[] {
    if (node?.op !== "Pack") return values(node)
    return node.inputs.slice(0, mostNumbers).map((input) => values(origin(input))[0] ?? 1)
  }

  function elements(given: GraphNode | undefined, depth: number): number {
    const node = origin(given)
    if (node === undefined || depth === deepest) return 1
    const { op, inputs, attrParams } = node
    if (!Object.hasOwn(sizes, op)) return constant(node)?.size ?? 1
    return sizes[op]({
      values: (input) => valuesOrPacked(origin(inputs[input])),
      elements: (input) => elements(inputs[input], depth + 1),
      attribute(name) {
        const value = attrParams[name]?.value
        return Array.isArray(value) ? value.map(Number) : []
      },
    })
  }

  for (const node of reached(model)) {
    if (!Object.hasOwn(sizes, node.op)) continue
    const count = elements(node, 0)
    if (count <= mostElements) continue
    const [makes, most] = [count, mostElements].map((count) => count.toLocaleString("en"))
    const message = `node "${shortened(node.name)}" makes ${makes} numbers, of at most ${most}, in ${file}`
    throw new PamiError("MODEL_INVALID", message)
  }
}

/** Returns the product of lengths; lengths below 1 are left to the runtime. */
function product(lengths: readonly number[]): number {
  return sizeOf(lengths.map((length) => Math.max(1, length)))
}
