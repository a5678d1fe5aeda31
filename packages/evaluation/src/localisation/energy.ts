import type { Box } from "@pami/core"
import { expectEvidence, expectMap } from "../evidence.ts"
import type { Metric, Subject } from "../contracts/metric.ts"
import { orderOf } from "../curves/ranking.ts"
import { gridSize, objectOnGrid } from "./object-on-grid.ts"

/** The values that count as energy: those above the minimum, above the median, or above zero. */
export const energyFloors = ["minimum", "median", "zero"] as const

/** The floor of the energy, see {@link energyFloors}. */
export type EnergyFloor = (typeof energyFloors)[number]

/** Options of {@link energy} and {@link gridEnergy}. */
export interface EnergyOptions {
  /** The value that is subtracted from the map before negative values are dropped. */
  readonly above?: EnergyFloor
}

/**
 * Returns the energy-based pointing game (Wang et al., Score-CAM, 2020, section 4.3): the share of the energy of a map that
 * lies in the boxes of the object, or on its mask if the boxes are unknown. Above the minimum, so that the share does not depend
 * on the score that all parts have in common; above the median, only the more important half counts. Units without a value
 * have no energy. A flat map spreads its energy evenly.
 *
 * @param options `above`: default `"minimum"`
 * @throws RangeError for an unknown floor
 */
export function energy({ above = "minimum" }: EnergyOptions = {}): Metric {
  checkFloor(above)
  return {
    name: `energy:${above}`,
    protocol: `Share of the map, minus ${formatFloor(above)} and without negative values, in the boxes of the object, or on its mask if the boxes are unknown (Wang et al. 2020, section 4.3).`,
    better: "higher",
    needs: ["object"],
    baselines: [],
    settings: { above },
    average: "maps",
    measure(subject) {
      expectMap(subject)
      const object = objectOnGrid(subject, "boxes")
      return { value: energyShare(subject, (unit) => object[unit] === 1, above) }
    },
  }
}

/**
 * Returns the grid pointing game (Böhle et al., 2021, section 4): for a grid of pasted images, the share of the positive
 * importance that lies in the cell of the explained class.
 *
 * @param options `above`: default `"zero"`
 * @throws RangeError for an unknown floor
 */
export function gridEnergy({ above = "zero" }: EnergyOptions = {}): Metric {
  checkFloor(above)
  return {
    name: `grid:${above}`,
    protocol: `Share of the map, minus ${formatFloor(above)} and without negative values, in the cell of a grid of pasted images that shows the class (Böhle et al. 2021, section 4).`,
    better: "higher",
    needs: ["cell"],
    baselines: [],
    settings: { above },
    average: "maps",
    measure(subject) {
      expectMap(subject)
      const cell = expectEvidence(subject.cell, "cell")
      return { value: energyShare(subject, inCell(cell, subject), above) }
    },
  }
}

function inCell({ x, y, width, height }: Box, subject: Subject): (unit: number) => boolean {
  const [, columns] = gridSize(subject)
  return (unit) => {
    const [row, column] = [Math.floor(unit / columns) + 0.5, (unit % columns) + 0.5]
    return column >= x && column < x + width && row >= y && row < y + height
  }
}

function energyShare(subject: Subject, contains: (unit: number) => boolean, above: EnergyFloor): number {
  const { map } = subject
  const floor = floorOf(subject, above)
  let [all, inside, area] = [0, 0, 0]
  for (let unit = 0; unit < map.length; unit++) {
    const value = map[unit] > floor ? map[unit] - floor : 0
    all += value
    if (!contains(unit)) continue
    inside += value
    area++
  }
  return all > 0 ? inside / all : area / map.length
}

function floorOf(subject: Subject, above: EnergyFloor): number {
  if (above === "zero") return 0
  const { map } = subject
  let order = orderOf(subject)
  let length = 0
  for (let unit = 0; unit < map.length; unit++) if (!Number.isNaN(map[unit])) length++
  if (length < map.length) order = order.filter((unit) => !Number.isNaN(map[unit]))
  if (length === 0) return 0
  if (above === "minimum") return map[order[length - 1]]
  return (map[order[Math.floor((length - 1) / 2)]] + map[order[Math.ceil((length - 1) / 2)]]) / 2
}

function checkFloor(above: EnergyFloor): void {
  if (!energyFloors.includes(above))
    throw new RangeError(`above is one of ${energyFloors.join(", ")}; got ${String(above)}`)
}

function formatFloor(above: EnergyFloor): string {
  return above === "zero" ? "nothing" : `its ${above}`
}
