import { colorTable, levelOpacities, levelStrengths, type ColorMapName } from "@pami/figure"

/** A colour map, level by level: 256 of them. */
export interface Scale {
  /** RGB. */
  readonly table: Uint8Array
  /** How far each level is from the neutral one, 0 to 1. */
  readonly strength: Float64Array
  /** Opacity of each level over the image, 0 to 1. */
  readonly cover: Float64Array
}

const scales = new Map<ColorMapName, Scale>()

/** A colour map's levels, worked out once: they are asked for at every step of a sweep. */
export function scaleOf(name: ColorMapName): Scale {
  const known = scales.get(name)
  if (known !== undefined) return known
  const made = { table: colorTable(name), strength: levelStrengths(name), cover: levelOpacities(name) }
  scales.set(name, made)
  return made
}

/** A colour map as CSS. */
export function gradient(name: ColorMapName): string {
  const { table } = scaleOf(name)
  const stops = Array.from({ length: 18 }, (_, index) => {
    const at = index * 15 * 3
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`
  })
  return `linear-gradient(90deg, ${stops.join(", ")})`
}
