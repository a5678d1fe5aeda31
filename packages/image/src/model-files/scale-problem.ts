/** Means and deviations of pixels from 0 to 1 are below this; those of bytes are far above. */
const largestUsual = 2

/** Values of a tensor stay below this, also where pixels go from 0 to 255. */
const largestValue = 300

/**
 * Returns what is wrong with a mean and deviation, of pixels from 0 to 1, that seem to be of another scale; undefined
 * where nothing is. Says which numbers would be right.
 */
export function scaleProblem({
  mean = [],
  std = [],
}: {
  mean?: readonly number[]
  std?: readonly number[]
}): string | undefined {
  if ([...mean, ...std].some((value) => Math.abs(value) > largestUsual)) {
    const say = (scale: number) =>
      Object.entries({ mean, std })
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => `${name} ${values.map((v) => Number((v / scale).toPrecision(6))).join(",")}`)
        .join(" and ")
    return `${say(1)} look like values for pixels from 0 to 255. Here pixels are from 0 to 1: use ${say(255)}`
  }
  const extremes = std.flatMap((deviation, channel) => [
    Math.abs((1 - (mean[channel] ?? 0)) / deviation),
    Math.abs((mean[channel] ?? 0) / deviation),
  ])
  const highest = Math.max(0, ...extremes)
  if (highest <= largestValue) return undefined
  return `the model would get values up to ${Math.round(highest)}: mean and std look like values for pixels from 0 to 1, and are applied to bytes from 0 to 255`
}
