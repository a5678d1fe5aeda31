import type { MaskingOperator, Settings } from "@pami/core"
import { random, slices } from "@pami/core/tensor"
import { channelsOf, rangeOf, type Samples } from "./samples.ts"

/** Masks with the mean of each channel. */
export function mean(): MaskingOperator<Samples> {
  return flat("mean", {}, (data) => {
    let sum = 0
    for (let i = 0; i < data.length; i++) sum += data[i]
    return sum / data.length
  })
}

/** Masks with the lowest value of each channel: air, in a CT. */
export function minimum(): MaskingOperator<Samples> {
  return flat("minimum", {}, (data) => rangeOf(data).min)
}

/**
 * Masks with one value, in the numbers of the input before normalisation.
 *
 * @throws RangeError for a value that is not a finite number
 */
export function constant(value: number): MaskingOperator<Samples> {
  if (!Number.isFinite(value)) throw new RangeError(`constant: value is a finite number; got ${value}`)
  return flat("constant", { value }, () => value)
}

/**
 * Masks with normal noise of the mean and the standard deviation of each channel, independent at every unit.
 *
 * @throws RangeError for a seed that is not an integer
 */
export function noise({ seed }: { readonly seed: number }): MaskingOperator<Samples> {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`noise: seed is an integer; got ${seed}`)
  return {
    name: "noise",
    settings: { seed },
    async baseline(samples) {
      const next = random(seed)
      const data = new Float32Array(samples.data.length)
      const slice = slices()
      let to = 0
      for (const values of channelsOf(samples)) {
        const { centre, deviation } = momentsOf(values)
        for (let i = 0; i < values.length; i++) {
          if (i % 1024 === 0 && slice.due()) await slice.next()
          // Twelve uniform numbers have a variance of 1: near enough to normal, and without logarithms, whose last bit is
          // not the same in every engine.
          let normal = -6
          for (let k = 0; k < 12; k++) normal += next()
          data[to++] = centre + deviation * normal
        }
      }
      return { ...samples, data }
    },
  }
}

function flat(
  name: string,
  settings: Settings,
  valueOf: (data: Float32Array) => number,
): MaskingOperator<Samples> {
  return {
    name,
    settings,
    baseline(samples) {
      const data = new Float32Array(samples.data.length)
      const size = data.length / samples.channels
      for (const [channel, values] of channelsOf(samples).entries())
        data.fill(valueOf(values), channel * size, (channel + 1) * size)
      return { ...samples, data }
    },
  }
}

function momentsOf(values: Float32Array): { centre: number; deviation: number } {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  const centre = sum / values.length
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) * (values[i] - centre)
  return { centre, deviation: Math.sqrt(squares / values.length) }
}
