import type { Input } from "@pami/core"

/** Returns the number of a variant of the whole among those of one input: 0, the input itself, for variants of others. */
export function ownVariant(inputs: readonly Input[], index: number, variant: number): number {
  const { variants = [] } = inputs[index]
  const own = variant - firstVariant(inputs, index)
  return own >= 1 && own <= variants.length ? own : 0
}

/** Returns the number of variants of the inputs before one. */
export function firstVariant(inputs: readonly Input[], index: number): number {
  return inputs.slice(0, index).reduce((sum, { variants = [] }) => sum + variants.length, 0)
}
