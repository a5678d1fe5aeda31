import type { AxisTransform } from "../contracts/input.ts"

/**
 * Returns values with one axis transformed. The axis gets as many positions as the transform has sources.
 *
 * @param length number of positions on the axis
 * @param inner number of values side by side at each
 */
export function alongAxis(
  values: Float64Array | Float32Array,
  length: number,
  inner: number,
  { first, second = first, share }: AxisTransform,
): Float64Array {
  const blocks = values.length / (length * inner)
  const moved = new Float64Array(blocks * first.length * inner)
  for (let block = 0, to = 0; block < blocks; block++)
    for (let position = 0; position < first.length; position++, to += inner) {
      if (first[position] < 0) continue
      const from = (block * length + first[position]) * inner
      const other = (block * length + second[position]) * inner
      const weight = share?.[position] ?? 0
      // Equal values give exactly that value: a constant stays constant.
      for (let i = 0; i < inner; i++) {
        const value = values[from + i]
        moved[to + i] = weight === 0 ? value : value + (values[other + i] - value) * weight
      }
    }
  return moved
}
