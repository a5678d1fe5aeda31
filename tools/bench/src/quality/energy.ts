/** Where the energy of a map is. */
export interface Energy {
  /** Share of the map's energy that lies on the object, 0 to 1. */
  readonly share: number
  /** That share over the object's share of the area: 1 for a map that knows nothing. */
  readonly focus: number
}

/**
 * Energy-based pointing game (Wang et al., Score-CAM, section 4.3): the share of the map's sum that lies on the object.
 *
 * Protocol: the map minus its minimum, so that the share does not depend on how much of the score every part gets.
 * Units that no part has covered yet (`NaN`) count as the minimum. A flat map spreads its energy evenly.
 *
 * @param object one byte a unit, not 0 on the object
 */
export function energy(map: ArrayLike<number>, object: Uint8Array): Energy {
  let lowest = Infinity
  for (let unit = 0; unit < map.length; unit++) if (map[unit] < lowest) lowest = map[unit]
  let all = 0
  let inside = 0
  let area = 0
  for (let unit = 0; unit < map.length; unit++) {
    const value = Number.isNaN(map[unit]) ? 0 : map[unit] - lowest
    all += value
    if (object[unit] === 0) continue
    inside += value
    area++
  }
  const areaShare = area / map.length
  const share = all > 0 ? inside / all : areaShare
  return { share, focus: share / areaShare }
}
