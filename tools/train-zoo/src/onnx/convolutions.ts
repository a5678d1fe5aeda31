import { activated, type Convert, type Layer } from "./layer.ts"

/** Adds a convolution along any number of axes. */
export const convolution: Convert = (graph, layer, [given]) => {
  const input = graph.withChannels(given, "first")
  const [kernel, bias] = layer.weights
  const axes = kernel.rank - 2
  const turned = [axes + 1, axes, ...Array.from({ length: axes }, (_, axis) => axis)]
  const inputs = [
    input.name,
    graph.weights(`${layer.name}_kernel`, kernel, turned),
    ...(bias === undefined ? [] : [graph.weights(`${layer.name}_bias`, bias)]),
  ]
  const name = activated(graph, layer, (output) =>
    graph.node("Conv", inputs, output, extents(layer, kernel.shape.slice(0, axes))),
  )
  return { ...input, name }
}

/** Adds a convolution of each channel by itself. */
export const depthwiseConvolution: Convert = (graph, layer, [given]) => {
  const input = graph.withChannels(given, "first")
  const [kernel, bias] = layer.weights
  const [height, width, channels] = kernel.shape
  const inputs = [
    input.name,
    graph.weights(`${layer.name}_kernel`, kernel, [2, 3, 0, 1]),
    graph.weights(`${layer.name}_bias`, bias),
  ]
  const name = activated(graph, layer, (output) =>
    graph.node("Conv", inputs, output, { ...extents(layer, [height, width]), group: { int: channels } }),
  )
  return { ...input, name }
}

/** Adds an enlargement that repeats pixels, or interpolates between them. */
export const upSampling: Convert = (graph, { name, config }, [given]) => {
  const input = graph.withChannels(given, "first")
  const [down, right] = config["size"] as [number, number]
  const scales = graph.floats(`${name}_scales`, [1, 1, down, right])
  graph.node("Resize", [input.name, "", scales], name, {
    mode: { string: config["interpolation"] === "bilinear" ? "linear" : "nearest" },
    coordinate_transformation_mode: { string: "asymmetric" },
    nearest_mode: { string: "floor" },
  })
  return { ...input, name }
}

/** Returns the attributes of a convolution. TensorFlow pads an odd number of zeros with one more at the end. */
function extents({ config, inputShape }: Layer, taps: readonly number[]) {
  const strides = config["strides"] as number[]
  const dilations = [config["dilationRate"] ?? 1].flat() as number[]
  const before: number[] = []
  const after: number[] = []
  taps.forEach((count, axis) => {
    const stride = strides[axis]
    const reach = (count - 1) * (dilations[axis] ?? dilations[0]) + 1
    const length = inputShape[axis + 1]!
    const zeros =
      config["padding"] === "same"
        ? Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length)
        : 0
    before.push(Math.floor(zeros / 2))
    after.push(Math.ceil(zeros / 2))
  })
  return {
    kernel_shape: { ints: taps },
    strides: { ints: strides },
    dilations: { ints: taps.map((_, axis) => dilations[axis] ?? dilations[0]) },
    pads: { ints: [...before, ...after] },
  }
}
