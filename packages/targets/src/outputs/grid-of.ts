import type { Input } from "@pami/core"
import { targetsError } from "../error-code.ts"

/**
 * Returns rows and columns of the first grid of an input.
 *
 * @throws PamiError `OUTPUT_UNSUITABLE` for an input without places on two axes
 */
export function gridOf(
  { grids: [{ name, shape }] }: Pick<Input, "grids">,
  target: string,
): readonly [number, number] {
  if (shape.length !== 2)
    throw targetsError(
      "OUTPUT_UNSUITABLE",
      `${target} lie on rows and columns; the grid "${name}" has the axes ${shape.join(", ")}. Explain an image, or choose another target.`,
      { grid: name, shape: [...shape] },
    )
  return [shape[0], shape[1]]
}
