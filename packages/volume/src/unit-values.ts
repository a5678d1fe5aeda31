import type { Values } from "@pami/core"
import { channelsOf, rangeOf, type Samples } from "./samples.ts"

// Superpixels compare up to four values of a unit.
const most = 4

/**
 * Returns the values of units for partitioners: each channel scaled to 0 to 1, side by side. More than four channels become
 * four: the means of neighbouring ones, which are alike in images of many bands.
 */
export function unitValues(samples: Samples): Values {
  const all = channelsOf(samples)
  const channels = Math.min(most, all.length)
  const size = all[0].length
  const data = new Float32Array(size * channels)
  const shares = Array.from({ length: channels }, () => 0)
  const groupOf = (channel: number) => Math.floor((channel * channels) / all.length)
  for (let channel = 0; channel < all.length; channel++) shares[groupOf(channel)]++
  for (const [channel, values] of all.entries()) {
    const group = groupOf(channel)
    const { min, max } = rangeOf(values)
    const scale = max > min ? 1 / ((max - min) * shares[group]) : 0
    for (let i = 0; i < size; i++) data[i * channels + group] += (values[i] - min) * scale
  }
  return { shape: samples.shape, channels, data }
}
