import type { SymbolicTensor } from "@tensorflow/tfjs"
import type { Kit } from "../blocks.ts"
import { fixed } from "../words/tokens.ts"

/**
 * Returns the places of an image `[N, rows, columns, channels]` as normalized tokens `[N, rows * columns, width]`.
 *
 * @param name of the tokens
 */
export function patches(kit: Kit, name: string, image: SymbolicTensor, width: number): SymbolicTensor {
  return kit.normal(name, inRow(kit, "seen", convolution(kit, "what", image, width)))
}

/** Returns tokens as `patches` does, which know where they are. */
export function placedPatches(kit: Kit, image: SymbolicTensor, width: number): SymbolicTensor {
  const inner = convolution(kit, "where_inner", coordinates(kit, image), width / 2, true)
  const where = inRow(kit, "placed", convolution(kit, "where", inner, width))
  return kit.sum("patches", [patches(kit, "unplaced", image, width), where])
}

/** Returns the places of an image one behind the other. */
function inRow({ tf }: Kit, name: string, image: SymbolicTensor): SymbolicTensor {
  const [, rows, columns, channels] = image.shape.map((length) => length ?? 0)
  return tf.layers.reshape({ name, targetShape: [rows * columns, channels] }).apply(image) as SymbolicTensor
}

/** Returns a dense layer of the channels at each place. */
function convolution(
  kit: Kit,
  name: string,
  input: SymbolicTensor,
  filters: number,
  relu = false,
): SymbolicTensor {
  const { layers, initializers } = kit.tf
  const kernelInitializer = initializers.glorotNormal({ seed: kit.seed() })
  const activation = relu ? { activation: "relu" as const } : {}
  const layer = layers.conv2d({ name, filters, kernelSize: 1, kernelInitializer, ...activation })
  return layer.apply(input) as SymbolicTensor
}

/**
 * Returns the column and the row of each place, `[N, rows, columns, 2]`, in steps of a half around the middle. Convolutions count
 * the places, because layers of tfjs know no positions.
 */
function coordinates(kit: Kit, image: SymbolicTensor): SymbolicTensor {
  const [, rows, columns, channels] = image.shape.map((length) => length ?? 0)
  const { layers } = kit.tf
  const zeros = Array.from({ length: channels }, () => 0)
  const ones = fixed(kit, layers.conv2d({ name: "ones", filters: 1, kernelSize: 1 }), image, [
    [zeros, [1, 1, channels, 1]],
    [[1], [1]],
  ])
  const [down, across] = [2 * rows - 1, 2 * columns - 1]
  const taps = Array.from({ length: down * across }, (_, tap) => {
    const [y, x] = [Math.floor(tap / across), tap % across]
    return [y === rows - 1 && x < columns ? 0.5 : 0, x === columns - 1 && y < rows ? 0.5 : 0]
  })
  const count = layers.conv2d({
    name: "coordinates",
    filters: 2,
    kernelSize: [down, across],
    padding: "same",
  })
  return fixed(kit, count, ones, [
    [taps.flat(), [down, across, 1, 2]],
    [[-(columns + 1) / 4, -(rows + 1) / 4], [2]],
  ])
}
