import type { AxisTransform } from "../contracts/input.ts"

/**
 * Returns values with one axis transformed. The axis gets as many positions as the transform has sources.
 *
 * @param length number of positions on the axis
 * @param inner number of values side by side at each
 * @param moved to write into; keeps its values at positions without a source. Default: a new array of zeros
 */
export function alongAxis<Into extends Float64Array | Float32Array = Float64Array>(
  values: Float64Array,
  length: number,
  inner: number,
  { first, second = first, share }: AxisTransform,
  moved = new Float64Array((values.length / length) * first.length) as Into,
): Into {
  for (let block = 0, to = 0; block < values.length; block += length * inner)
    for (let position = 0; position < first.length; position++, to += inner) {
      if (first[position] < 0) continue
      const from = block + first[position] * inner
      const other = block + second[position] * inner
      const weight = share ? share[position] : 0
      // Equal values give exactly that value: a constant stays constant.
      for (let i = 0; i < inner; i++) {
        const value = values[from + i]
        moved[to + i] = weight ? value + (values[other + i] - value) * weight : value
      }
    }
  return moved
}
