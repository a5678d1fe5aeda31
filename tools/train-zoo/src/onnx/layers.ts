import { convolution, depthwiseConvolution, upSampling } from "./convolutions.ts"
import type { Graph, Value } from "./graph.ts"
import { activated, type Convert } from "./layer.ts"

/** Number of the type in ONNX. */
const int64 = 7

const last = (graph: Graph, value: Value) => graph.withChannels(value, "last")

const dense: Convert = (graph, layer, [given]) => {
  const input = last(graph, given)
  const kernel = graph.weights(`${layer.name}_kernel`, layer.weights[0])
  const bias = layer.weights.length > 1 ? graph.weights(`${layer.name}_bias`, layer.weights[1]) : undefined
  const name = activated(graph, layer, (output) => {
    if (input.rank === 2)
      graph.node("Gemm", [input.name, kernel, ...(bias === undefined ? [] : [bias])], output)
    else if (bias === undefined) graph.node("MatMul", [input.name, kernel], output)
    else graph.node("Add", [graph.node("MatMul", [input.name, kernel], `${output}_product`), bias], output)
  })
  return { ...input, name }
}

const pooling =
  (op: "ReduceMax" | "ReduceMean"): Convert =>
  (graph, { name }, [{ name: input, rank, channelsFirst }]) => {
    const axes = Array.from({ length: rank - 2 }, (_, axis) => axis + (channelsFirst ? 2 : 1))
    graph.node(op, [input], name, { axes: { ints: axes }, keepdims: { int: 0 } })
    return { name, rank: 2, channelsFirst: false }
  }

const reshape: Convert = (graph, { name, outputShape }, [given]) => {
  const lengths = outputShape.map((length, axis) => (axis === 0 ? 0 : (length ?? -1)))
  const shape = graph.integers(`${name}_shape`, lengths)
  graph.node("Reshape", [last(graph, given).name, shape], name)
  return { name, rank: lengths.length, channelsFirst: false }
}

/** Adds a constant offset and factor for each channel: batch normalization, as it is after the training. */
const batchNormalization: Convert = (graph, { name, config, weights }, [given]) => {
  const input = last(graph, given)
  const values = weights.map((tensor) => tensor.dataSync())
  const gamma = config["scale"] === true ? values.shift() : undefined
  const beta = config["center"] === true ? values.shift() : undefined
  const [mean, variance] = values
  const factors = Array.from(variance, (v, i) => (gamma?.[i] ?? 1) / Math.sqrt(v + Number(config["epsilon"])))
  const offsets = factors.map((factor, i) => (beta?.[i] ?? 0) - mean[i] * factor)
  const scaled = factors.every((factor) => factor === 1)
    ? input.name
    : graph.node("Mul", [input.name, graph.floats(`${name}_factors`, factors)], `${name}_scaled`)
  graph.node("Add", [scaled, graph.floats(`${name}_offsets`, offsets)], name)
  return { ...input, name }
}

const layerNormalization: Convert = (graph, { name, config, weights }, [given]) => {
  const input = last(graph, given)
  const [gamma, beta] = weights.map((tensor, index) =>
    graph.weights(`${name}_${["gamma", "beta"][index]}`, tensor),
  )
  const attributes = { axis: { int: -1 }, epsilon: { float: Number(config["epsilon"]) } }
  graph.node("LayerNormalization", [input.name, gamma, beta], name, attributes)
  return { ...input, name }
}

/** Adds a product of matrices, over the axes in the layer's settings: attention. */
const dot: Convert = (graph, { name, config }, inputs) => {
  const [a, b] = inputs.map((input) => last(graph, input))
  const [, over] = config["axes"] as [number, number]
  const right =
    over === 1 ? b.name : graph.node("Transpose", [b.name], `${name}_turned`, { perm: { ints: [0, 2, 1] } })
  graph.node("MatMul", [a.name, right], name)
  return { ...a, name }
}

/** Adds an operation on values of the same rank, two at a time. */
const elementwise =
  (op: "Add" | "Mul" | "Min"): Convert =>
  (graph, { name }, [first, ...others]) => {
    const where = first.channelsFirst ? "first" : "last"
    const result = others.reduce((sum, other, index) => {
      // No layer has a slash in its name.
      const output = index === others.length - 1 ? name : `${name}/${index}`
      return graph.node(op, [sum, graph.withChannels(other, where).name], output)
    }, first.name)
    return { ...first, name: result }
  }

/** The layers, by name of their class in Keras. */
export const layers: Readonly<Record<string, Convert>> = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2D: depthwiseConvolution,
  UpSampling2D: upSampling,
  Dense: dense,
  GlobalMaxPooling1D: pooling("ReduceMax"),
  GlobalMaxPooling2D: pooling("ReduceMax"),
  GlobalAveragePooling1D: pooling("ReduceMean"),
  GlobalAveragePooling2D: pooling("ReduceMean"),
  Reshape: reshape,
  Flatten: reshape,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Dot: dot,
  Activation: (graph, layer, [given]) => {
    const input = layer.config["activation"] === "softmax" ? last(graph, given) : given
    activated(graph, layer, (output) => graph.node("Identity", [input.name], output))
    return { ...input, name: layer.name }
  },
  Permute: (graph, { name, config }, [given]) => {
    const perm = [0, ...(config["dims"] as number[])]
    graph.node("Transpose", [last(graph, given).name], name, { perm: { ints: perm } })
    return { ...given, name, channelsFirst: false }
  },
  Add: elementwise("Add"),
  Multiply: elementwise("Mul"),
  Minimum: elementwise("Min"),
  Concatenate: (graph, { name, config }, inputs) => {
    const { rank } = inputs[0]
    const axis = (Number(config["axis"]) + rank) % rank
    // Channels that are first stay first, if the values are joined along them.
    const channelsFirst = inputs[0].channelsFirst && axis === rank - 1
    const where = channelsFirst ? "first" : "last"
    const names = inputs.map((input) => graph.withChannels(input, where).name)
    graph.node("Concat", names, name, { axis: { int: channelsFirst ? 1 : axis } })
    return { name, rank, channelsFirst }
  },
  Embedding: (graph, { name, weights, inputType }, [ids]) => {
    const whole =
      inputType === "int32"
        ? ids.name
        : graph.node("Cast", [last(graph, ids).name], `${name}_ids`, { to: { int: int64 } })
    graph.node("Gather", [graph.weights(`${name}_rows`, weights[0]), whole], name)
    return { name, rank: ids.rank + 1, channelsFirst: false }
  },
}
