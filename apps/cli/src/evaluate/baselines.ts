import type { MaskingOperator } from "@pami/core"
import { black, blur, color, mean, noise, white } from "@pami/image"
import type { Pixels } from "@pami/image"
import { UsageError } from "../exit-status.ts"

/** Masking operators by name, each made for a seed. */
const operators: Readonly<Record<string, (seed: number) => MaskingOperator<Pixels>>> = {
  blur: () => blur(),
  "blur-authors": () => blur({ mode: "authors" }),
  "blur-rise": riseBlur,
  black,
  white,
  mean,
  noise: (seed) => noise({ seed }),
}

/** Names of the masking operators that maps are made and judged with. */
export const baselineNames: readonly string[] = Object.keys(operators)

/**
 * Returns the masking operator of a name: one of {@link baselineNames}, or a colour as `#rrggbb`.
 *
 * @param option that gave the name, for messages
 * @throws UsageError for another name
 */
export function createBaseline(name: string, seed: number, option: string): MaskingOperator<Pixels> {
  if (Object.hasOwn(operators, name)) return operators[name](seed)
  const rgb = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(name)?.slice(1) ?? []
  const [r, g, b] = rgb.map((byte) => parseInt(byte, 16))
  if (rgb.length === 3) return color([r, g, b])
  throw new UsageError(
    `${option}: expected ${baselineNames.join(", ")}, or a colour as #rrggbb; got "${name}"`,
  )
}

/** Returns the blur from which RISE inserts: 11 pixels wide with a deviation of 5 at 224, in proportion for other sizes. */
function riseBlur(): MaskingOperator<Pixels> {
  return {
    name: "blur-rise",
    settings: { sigma: "5 at 224", kernel: "11 at 224" },
    baseline(pixels) {
      const share = Math.min(pixels.width, pixels.height) / 224
      return blur({ kernel: 2 * Math.round(5 * share) + 1, sigma: 5 * share }).baseline(pixels)
    },
  }
}
