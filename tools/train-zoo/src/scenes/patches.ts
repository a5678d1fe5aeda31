import type { SymbolicTensor } from "@tensorflow/tfjs"
import type { Kit } from "../blocks.ts"
import { fixed } from "../words/tokens.ts"

/** Returns the places of an image `[N, rows, columns, channels]` one behind the other, `[N, rows * columns, channels]`. */
export function inRow({ tf }: Kit, name: string, image: SymbolicTensor): SymbolicTensor {
  const [, rows, columns, channels] = image.shape.map((length) => length ?? 0)
  return tf.layers.reshape({ name, targetShape: [rows * columns, channels] }).apply(image) as SymbolicTensor
}

/** Returns the places of an image as normalized tokens `[N, rows * columns, width]`. */
export function patches(kit: Kit, name: string, image: SymbolicTensor, width: number): SymbolicTensor {
  const { layers, initializers } = kit.tf
  const kernelInitializer = initializers.glorotNormal({ seed: kit.seed() })
  const layer = layers.conv2d({ name: "what", filters: width, kernelSize: 1, kernelInitializer })
  return kit.normal(name, inRow(kit, "seen", layer.apply(image) as SymbolicTensor))
}

/**
 * Returns where each place of an image is, whatever it shows, `[N, rows * columns, 3]`: its column and its row in steps of a half
 * around the middle, and 1. Convolutions count the places, because layers of tfjs know no positions.
 */
export function coordinates(kit: Kit, image: SymbolicTensor): SymbolicTensor {
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
    return [y === rows - 1 && x < columns ? 0.5 : 0, x === columns - 1 && y < rows ? 0.5 : 0, 0]
  })
  const count = layers.conv2d({
    name: "counts_of_places",
    filters: 3,
    kernelSize: [down, across],
    padding: "same",
  })
  const counted = fixed(kit, count, ones, [
    [taps.flat(), [down, across, 1, 3]],
    [[-(columns + 1) / 4, -(rows + 1) / 4, 1], [3]],
  ])
  return inRow(kit, "coordinates", counted)
}
