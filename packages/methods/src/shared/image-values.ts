import type { Input, UnitGrid, Values } from "@pami/core"

/** Returns the values of a grid that superpixels can cut: an image or a volume of up to four channels. */
export function imageValues({ values }: Input, { name, shape }: UnitGrid): Values | undefined {
  const own = shape.length === 2 || shape.length === 3 ? values?.(name, 0) : undefined
  return own !== undefined && own.channels <= 4 ? own : undefined
}
