/** A mark on an axis. */
export interface Tick {
  readonly value: number
  readonly text: string
}

/** Round values between two ends, three to six of them, with as many digits as their step has. */
export function ticksOf(min: number, max: number): Tick[] {
  const span = max - min
  if (!(span > 0) || !Number.isFinite(span))
    return Number.isFinite(min) ? [{ value: min, text: written(min, 2) }] : []
  const power = 10 ** Math.floor(Math.log10(span / 4))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= 5.5)!
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const found: Tick[] = []
  for (let k = Math.ceil(min / step - 1e-6); k <= Math.floor(max / step + 1e-6); k++)
    found.push({ value: k * step, text: k === 0 ? "0" : written(k * step, decimals) })
  return found
}

function written(value: number, decimals: number): string {
  const text = decimals > 4 || Math.abs(value) >= 1e5 ? value.toExponential(1) : value.toFixed(decimals)
  return text.replaceAll("-", "−").replace("e+", "e")
}
