import { answers, channelsFirst, channelsLast, difference, show } from "../answers.ts"
import type { Check } from "../check.ts"
import { convolution } from "../fixtures/convolution.ts"
import { type Item, itemShape, itemsOf } from "../fixtures/fixture.ts"
import type { FixtureName } from "../fixtures/index.ts"
import { tolerances } from "../tolerances.ts"
import { withFixture } from "../workbench.ts"

/** One item at a time, compared with what the fixture is known to answer. */
function valueCheck(
  name: string,
  fixture: FixtureName,
  promise: string,
  { largest, hint }: { largest: number; hint?: (came: Item, item: Item) => string | undefined },
): Check {
  return {
    name,
    promise,
    run: (workbench) =>
      withFixture(workbench, fixture, async (model, known) => {
        for (const item of itemsOf(known, 3)) {
          const [came] = await answers(model, known, [item])
          const expected = known.answer(item)
          if (difference(came, expected) <= largest) continue
          const why = hint?.(came, item)
          throw new Error(
            `${why === undefined ? "" : `${why}: `}fed ${show(item)}, the model gives ${show(came)}; right is ${show(expected)}`,
          )
        }
      }),
  }
}

const pictureShape = itemShape(convolution.inputs[0])
const exact = { largest: tolerances.exact.largest }

/** Checks of what single items come to. */
export const values: readonly Check[] = [
  valueCheck("linear", "linear", "a linear layer gives the exact numbers", exact),
  valueCheck("softmax", "softmax", "softmax is taken along the last axis", {
    largest: tolerances.softmax.largest,
    hint: ({ y }, { x }) =>
      difference({ y }, { y: alongFirstAxis(x) }) <= tolerances.softmax.largest
        ? "these are the numbers of a softmax along axis 1, not along the last"
        : undefined,
  }),
  valueCheck(
    "convolution",
    "convolution",
    "a convolution gives the exact numbers, in the layout that is declared",
    {
      ...exact,
      hint: (came, { x }) =>
        [channelsLast, channelsFirst].some(
          (read) => difference(came, convolution.answer({ x: read(x, pictureShape) })) === 0,
        )
          ? "these are the numbers of a picture that is read in the other layout"
          : undefined,
    },
  ),
  valueCheck("several-inputs", "two-inputs", "several inputs each get what is fed to their name", exact),
  valueCheck("several-outputs", "two-outputs", "several outputs are each given under their name", exact),
  valueCheck("int32-input", "tokens", "an int32 input of free length is taken", exact),
]

/** Returns what the softmax fixture would give along axis 1 of `[N, 2, 3]`. */
function alongFirstAxis(x: readonly number[]): number[] {
  const moved = x.map((_, i) => Math.exp(x[i - (i % 3) + ((i + 2) % 3)]))
  return moved.map((power, i) => power / (power + moved[(i + 3) % 6]))
}
