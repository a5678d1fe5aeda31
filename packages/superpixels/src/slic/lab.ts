import { cubeRoot, fifthRoot } from "../primitives/elementary.ts"

/**
 * Converts sRGB to CIE Lab under D65, 2 degree observer, in place: touching fresh memory would take longer than the
 * conversion. The constants are those of IEC 61966-2-1 and CIE 15, as in scikit-image's `rgb2lab`.
 *
 * @param values red, green and blue in 0…1, `[units, 3]`; overwritten with L in 0…100, a and b
 */
export function rgbToLab(values: Float64Array): void {
  const linear = cachingLinearizer()
  for (let index = 0; index < values.length; index += 3) {
    const red = linear(values[index])
    const green = linear(values[index + 1])
    const blue = linear(values[index + 2])
    const x = curve((0.412453 * red + 0.35758 * green + 0.180423 * blue) / 0.95047)
    const y = curve(0.212671 * red + 0.71516 * green + 0.072169 * blue)
    const z = curve((0.019334 * red + 0.119193 * green + 0.950227 * blue) / 1.08883)
    values[index] = 116 * y - 16
    values[index + 1] = 500 * (x - y)
    values[index + 2] = 200 * (y - z)
  }
}

function curve(ratio: number): number {
  return ratio > 0.008856 ? cubeRoot(ratio) : 7.787 * ratio + 16 / 116
}

/** Returns a function that removes the gamma of sRGB. It caches results: images hold few distinct values. */
function cachingLinearizer(): (value: number) => number {
  const seen = new Float64Array(4096).fill(Number.NaN)
  const results = new Float64Array(4096)
  return (value) => {
    const slot = (value * 4095 + 0.5) & 4095
    if (seen[slot] === value) return results[slot]
    const result = value > 0.04045 ? power24((value + 0.055) / 1.055) : value / 12.92
    seen[slot] = value
    results[slot] = result
    return result
  }
}

/** Returns `value ** 2.4`. */
function power24(value: number): number {
  const root = fifthRoot(value)
  return value * value * root * root
}
