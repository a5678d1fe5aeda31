import { countUnits, type Input, type UnitGrid, type Variant } from "@pami/core"

/** A variant of a joint input. */
export interface JointVariant extends Variant {
  /** Number of the input that is a variant, and the variant it is; the other inputs are as they are. */
  readonly input: number
  readonly own: number
  /** The grid that alone is masked: units of the others are preserved, whatever the part. */
  readonly alone?: UnitGrid
}

/** Returns the grids of several inputs, one behind the other. */
export function jointGrids(inputs: readonly Input[]): UnitGrid[][] {
  let start = 0
  return inputs.map(({ grids }) => {
    const moved = grids.map((grid) => ({ ...grid, start: start + grid.start }))
    start += countUnits(grids)
    return moved
  })
}

/**
 * Returns the variants of several inputs as one: the input itself; the variants of each; then, for each grid, the input and the
 * variants of its owner with that grid alone masked.
 */
export function jointVariants(inputs: readonly Input[]): readonly JointVariant[] {
  const itself = { name: "original", input: 0, own: 0 }
  const given = inputs.flatMap(({ variants = [] }, input) =>
    variants.map((variant, index) => ({ ...variant, input, own: index + 1 })),
  )
  const alone = jointGrids(inputs).flatMap((grids, input) =>
    grids.flatMap((grid) =>
      [{ ...itself, input }, ...given.filter((variant) => variant.input === input)].map((variant) => ({
        ...variant,
        name: `${variant.own === 0 ? "" : `${variant.name}, `}only ${grid.name} masked`,
        alone: grid,
      })),
    ),
  )
  return [itself, ...given, ...alone]
}
