/** A mark on an axis. */
export interface Tick {
  readonly value: number
  readonly text: string
}

/**
 * Round values between two ends, about `count` of them, in steps of 1, 2 or 5 times a power of ten, with as many
 * digits as the step has. Empty when there is no room between the ends.
 */
export function ticks(min: number, max: number, count = 5): Tick[] {
  const span = max - min
  if (!(span > 0) || !Number.isFinite(span)) return []
  const power = 10 ** Math.floor(Math.log10(span / count))
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= count + 0.5) ?? span
  const first = Math.ceil(min / step - 1e-6)
  const last = Math.floor(max / step + 1e-6)
  const found: Tick[] = []
  for (let k = first; k <= last; k++) found.push({ value: k * step, text: format(k * step, step) })
  return found
}

/** `value` with the digits that a step needs, and a true minus sign. */
function format(value: number, step: number): string {
  if (Math.abs(value) < step / 2) return "0"
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const large = Math.abs(value) >= 1e5
  const text =
    large || decimals > 4 ? value.toExponential(Math.max(0, digits(value, step))) : value.toFixed(decimals)
  return text.replaceAll("-", "−").replace("e+", "e")
}

function digits(value: number, step: number): number {
  return Math.min(6, Math.floor(Math.log10(Math.abs(value)) + 1e-9) - Math.floor(Math.log10(step) + 1e-9))
}
