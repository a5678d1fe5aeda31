import { answers, difference, show } from "../answers.ts"
import type { Check } from "../check.ts"
import { type Item, itemsOf } from "../fixtures/fixture.ts"
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

const exact = { largest: tolerances.exact.largest }

/** Checks of what single items come to. */
export const values: readonly Check[] = [
  valueCheck("linear", "linear", "a linear layer gives the exact numbers", exact),
  valueCheck("softmax", "softmax", "softmax is taken along the last axis", {
    largest: tolerances.softmax.largest,
    hint({ y }) {
      const sums = [0, 3].map((from) => y[from] + y[from + 1] + y[from + 2])
      return sums.every((sum) => Math.abs(sum - 1) <= 3 * tolerances.softmax.largest)
        ? undefined
        : `the last axis sums to ${sums.map((sum) => sum.toPrecision(4)).join(" and ")}, not to 1: softmax was taken along another axis`
    },
  }),
  valueCheck(
    "convolution",
    "convolution",
    "a convolution gives the exact numbers, in the layout that is declared",
    {
      ...exact,
      hint: () => "the numbers of pixels and channels are mixed up, or the convolution is wrong",
    },
  ),
  valueCheck("several-inputs", "two-inputs", "several inputs each get what is fed to their name", exact),
  valueCheck("several-outputs", "two-outputs", "several outputs are each given under their name", exact),
  valueCheck("int32-input", "tokens", "an int32 input of free length is taken", exact),
]
