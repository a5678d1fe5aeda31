import type { Kept } from "./masked-text.ts"

/** The units of a text among those of the input. */
export interface UnitRange {
  /** Number of its first unit. */
  readonly offset: number
  readonly units: number
}

/** The variant of an input of several explained texts in which a text without any kept unit stays whole. */
export const othersKept = "other texts kept"

/**
 * Returns the kept units of a text. In the variant {@link othersKept} these are all if none is in the part, and some unit of another
 * text is.
 */
export function shownUnits({ offset, units }: UnitRange, kept: Uint8Array, variant: number): Kept {
  if (variant === 0 || units === 0) return { units: kept, offset }
  const isEmpty = kept.indexOf(1) >= 0 && !kept.subarray(offset, offset + units).includes(1)
  return isEmpty ? { units: new Uint8Array(units).fill(1), offset: 0 } : { units: kept, offset }
}
