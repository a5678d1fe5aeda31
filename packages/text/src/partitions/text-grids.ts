import { PamiError } from "@pami/core"
import type { Input, UnitGrid } from "@pami/core"

/**
 * Returns the grids of the texts of an input: those with labels along one axis.
 *
 * @param names default: all
 * @throws PamiError `PARTITION_UNSUITABLE` for an input without texts
 * @throws RangeError for a name that it lacks
 */
export function textGrids({ grids }: Input, names: readonly string[] | undefined): readonly UnitGrid[] {
  const texts = grids.filter(({ shape, labels }) => shape.length === 1 && labels !== undefined)
  if (texts.length === 0)
    throw new PamiError(
      "PARTITION_UNSUITABLE",
      `the input has no text: its grids are ${grids.map(({ name }) => name).join(", ")}. Choose partitions for these.`,
    )
  return (names ?? texts.map(({ name }) => name)).map((name) => {
    const grid = texts.find((text) => text.name === name)
    if (grid === undefined)
      throw new RangeError(
        `no text is named "${name}"; the input has ${texts.map((text) => text.name).join(", ")}`,
      )
    return grid
  })
}
