import { colorTable, covers, strengths, type ColorMapName } from "@pami/image"

/** A colour map, level by level: 256 of them. */
export interface Scale {
  /** RGB. */
  readonly table: Uint8Array
  /** How much each level says, 0 to 1. */
  readonly strength: Float64Array
  /** How much of the picture beneath each level covers, 0 to 1. */
  readonly cover: Float64Array
}

const scales = new Map<ColorMapName, Scale>()

/** A colour map's levels, worked out once: they are asked for at every step of a sweep. */
export function scaleOf(name: ColorMapName): Scale {
  const known = scales.get(name)
  if (known !== undefined) return known
  const made = { table: colorTable(name) as Uint8Array, strength: strengths(name), cover: covers(name) }
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
