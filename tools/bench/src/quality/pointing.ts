import { peak } from "@pami/core"

/**
 * Pointing game (Zhang et al., Excitation Backprop, section 4.1) in the protocol of the authors' code: a hit when the
 * most important unit, the first of several, lies on the object. No tolerance: the original game allows 15 pixels.
 *
 * @param object one byte a unit, not 0 on the object
 */
export function pointsAt(map: ArrayLike<number>, object: Uint8Array): boolean {
  const unit = peak(map)
  return unit >= 0 && object[unit] !== 0
}
