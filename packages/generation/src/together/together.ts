import type { Feeds, Input, Settings, UnitGrid, Variant } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { joinWriters } from "./join-writers.ts"
import { jointGrids, jointVariants } from "./variants.ts"

/** Several inputs as one. */
export interface JointInput extends Input {
  /** The inputs, in order. */
  readonly inputs: readonly Input[]
}

/**
 * Returns one input of several, for a model that takes an image and a question, two texts, a sound and its transcript: their
 * grids, tensors and writers, one behind the other.
 *
 * A variant of one input, such as an augmented image, is a variant of the whole, beside the others as they are. For each grid
 * there are variants in which it alone is masked, and the other grids are whole: `togetherPartitions` uses them. Units can be
 * mixed with their baseline, for soft masks, if those of the first input can; the units of an input that cannot are then
 * preserved or masked.
 *
 * Explain each of its grids by `togetherMethod`, or cut it by `togetherPartitions`.
 *
 * @throws RangeError for grids or tensors of one name
 *
 * @example
 * const both = together(photo, question)
 * console.log(both.grids.map(({ name, start }) => `${name} from ${start}`).join()) // image from 0,question from 4
 */
export function together(...inputs: readonly [Input, Input, ...Input[]]): JointInput {
  const owned = jointGrids(inputs)
  const grids = owned.flat() as [UnitGrid, ...UnitGrid[]]
  expectDistinct("grids", grids)
  const tensors = inputs.flatMap((input) => input.tensors)
  expectDistinct("tensors", tensors)
  const variants = jointVariants(inputs)
  return {
    inputs,
    grids,
    digest: sha256([new TextEncoder().encode(JSON.stringify(inputs.map(({ digest }) => digest)))]),
    settings: {
      together: inputs.map((input): Settings => ({
        grids: input.grids.map(({ name }) => name),
        ...input.settings,
      })),
    },
    findings: inputs.flatMap(({ findings = [] }) => findings),
    tensors,
    variants: variants.slice(1).map(({ name, inverse }): Variant => ({ name, ...(inverse && { inverse }) })),
    ...(inputs.some(({ values }) => values !== undefined) && {
      values(grid: string, variant: number) {
        const index = owned.findIndex((own) => own.some(({ name }) => name === grid))
        const owner = inputs[index]
        if (owner.values === undefined) throw new RangeError(`the units of grid "${grid}" have no values`)
        return owner.values(grid, variants[variant].input === index ? variants[variant].own : 0)
      },
    }),
    open: (slots) => joinWriters<Feeds>(inputs, slots),
  }
}

function expectDistinct(kind: string, all: readonly { readonly name: string }[]): void {
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) < index)
  if (twice !== undefined)
    throw new RangeError(
      `two ${kind} are named "${twice.name}": give each input names that the others do not have`,
    )
}
