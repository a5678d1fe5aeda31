/**
 * Share of the variance of colour that lies between parts rather than inside them, 0 to 1 (Moore et al. 2008).
 *
 * @param labels 0…parts-1, one a unit
 * @param data `[units, 3]`
 */
export function explainedVariation(labels: Int32Array, parts: number, data: Uint8Array): number {
  const units = labels.length
  const sums = new Float64Array(parts * 3)
  const sizes = new Float64Array(parts)
  const totals = [0, 0, 0]
  for (let unit = 0; unit < units; unit++) {
    sizes[labels[unit]]++
    for (let channel = 0; channel < 3; channel++) {
      sums[labels[unit] * 3 + channel] += data[unit * 3 + channel]
      totals[channel] += data[unit * 3 + channel]
    }
  }
  let between = 0
  let all = 0
  for (let unit = 0; unit < units; unit++) {
    for (let channel = 0; channel < 3; channel++) {
      const mean = totals[channel] / units
      between += (sums[labels[unit] * 3 + channel] / sizes[labels[unit]] - mean) ** 2
      all += (data[unit * 3 + channel] - mean) ** 2
    }
  }
  return all === 0 ? 1 : between / all
}
