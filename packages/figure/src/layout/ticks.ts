/** A tick on an axis. */
export interface Tick {
  readonly value: number
  readonly text: string
}

/**
 * Returns about `count` round values from `min` to `max`, two at least where five would give two, in steps of 1, 2 or 5 times a power of ten, with as many digits
 * as the step has. Returns none when `max` is not above `min`.
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
  // One tick says nothing about the distance of two values.
  return found.length < 2 && count < 5 ? ticks(min, max, count + 1) : found
}

/** Returns `value` with the digits that a step needs, and with a typographic minus sign. */
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
