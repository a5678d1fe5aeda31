import { toHalf } from "@pami/core/tensor"
import type { OnnxAttribute, OnnxInitializer, OnnxNode } from "@pami/test-models"
import type { Tensor } from "@tensorflow/tfjs"

/** A value of the graph. Convolutions take channels first in ONNX, and last in tfjs. */
export interface Value {
  readonly name: string
  /** Number of axes, with the batch. */
  readonly rank: number
  /** Whether the channels are on axis 1. Values with fewer than three axes have no other axes: false. */
  readonly channelsFirst: boolean
}

/** Number of the type in ONNX. */
const float32 = 1

/** Nodes and constants of an ONNX graph, as layers add them. */
export class Graph {
  readonly nodes: OnnxNode[] = []
  readonly initializers: OnnxInitializer[] = []
  readonly #half: boolean

  /** @param half whether weights of two or more axes are stored in float16 */
  constructor(half: boolean) {
    this.#half = half
  }

  /** Adds a node. Returns the name of its output, which is `output`. */
  node(
    op: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    this.nodes.push({ op, inputs, outputs: [output], attributes })
    return output
  }

  /** Adds the weights of a layer, with their axes in another order if `axes` is given. Returns their name. */
  weights(name: string, tensor: Tensor, axes?: readonly number[]): string {
    const turned = axes === undefined ? tensor.clone() : tensor.transpose([...axes])
    const { shape } = turned
    const data = Float32Array.from(turned.dataSync())
    turned.dispose()
    if (!this.#half || shape.length < 2) {
      this.initializers.push({ name, dtype: "float32", shape, data })
      return name
    }
    const stored = `${name}_half`
    this.initializers.push({ name: stored, dtype: "float16", shape, data: Uint16Array.from(data, toHalf) })
    return this.node("Cast", [stored], name, { to: { int: float32 } })
  }

  /** Adds a constant of float32. Returns its name. */
  floats(name: string, values: readonly number[], shape: readonly number[] = [values.length]): string {
    this.initializers.push({ name, dtype: "float32", shape, data: Float32Array.from(values) })
    return name
  }

  /** Adds a constant of int64. Returns its name. */
  integers(name: string, values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt)
    this.initializers.push({ name, dtype: "int64", shape: [values.length], data })
    return name
  }

  /** Returns the value with its channels first or last, through a transposition if they are elsewhere. */
  withChannels(value: Value, where: "first" | "last"): Value {
    const channelsFirst = where === "first"
    if (value.rank < 3 || value.channelsFirst === channelsFirst) return value
    const inner = Array.from({ length: value.rank - 2 }, (_, axis) => axis + (channelsFirst ? 1 : 2))
    const perm = channelsFirst ? [0, value.rank - 1, ...inner] : [0, ...inner, 1]
    const name = `${value.name}_channels_${where}`
    const known = this.nodes.some(({ outputs }) => outputs.includes(name))
    if (!known) this.node("Transpose", [value.name], name, { perm: { ints: perm } })
    return { ...value, name, channelsFirst }
  }
}
