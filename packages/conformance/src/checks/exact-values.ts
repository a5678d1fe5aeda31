import { channelsFirst, channelsLast, difference, runFixture, show } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { convolution } from "../fixtures/convolution.ts"
import { type Item, itemShape, itemsOf } from "../fixtures/fixture.ts"
import type { FixtureName } from "../fixtures/index.ts"
import { tolerances } from "../tolerances.ts"
import { withFixture } from "../fixture-context.ts"

/** Returns a check that compares the outputs of single items with the known outputs of a fixture. */
function valueCheck(
  name: string,
  fixture: FixtureName,
  promise: string,
  { largest, hint }: { largest: number; hint?: (came: Item, item: Item) => string | undefined },
): Check {
  return {
    name,
    promise,
    run: (context) =>
      withFixture(context, fixture, async (model, known) => {
        for (const item of itemsOf(known, 3)) {
          const [came] = await runFixture(model, known, [item])
          const expected = known.answer(item)
          if (difference(came, expected) <= largest) continue
          const why = hint?.(came, item)
          throw new Error(
            `${why === undefined ? "" : `${why}: `}for ${show(item)}, the model gives ${show(came)}; expected ${show(expected)}`,
          )
        }
      }),
  }
}

const imageShape = itemShape(convolution.inputs[0])
const exact = { largest: tolerances.exact.largest }

/** Checks of the outputs of single items. */
export const exactValues: readonly Check[] = [
  valueCheck("linear", "linear", "a linear layer gives the exact numbers", exact),
  valueCheck("softmax", "softmax", "softmax runs along the last axis", {
    largest: tolerances.softmax.largest,
    hint: ({ y }, { x }) =>
      difference({ y }, { y: alongFirstAxis(x) }) <= tolerances.softmax.largest
        ? "the model runs softmax along axis 1, not along the last"
        : undefined,
  }),
  valueCheck("convolution", "convolution", "a convolution gives the exact numbers, in the declared layout", {
    ...exact,
    hint: (came, { x }) =>
      [channelsLast, channelsFirst].some(
        (read) => difference(came, convolution.answer({ x: read(x, imageShape) })) === 0,
      )
        ? "the model reads the image in the other layout"
        : undefined,
  }),
  valueCheck("several-inputs", "two-inputs", "each of several inputs gets its own feed", exact),
  valueCheck("several-outputs", "two-outputs", "each of several outputs is returned under its name", exact),
  valueCheck("int32-input", "tokens", "an int32 input of variable length is accepted", exact),
]

/** Returns the outputs of a softmax along axis 1 of `[N, 2, 3]` for the softmax fixture. */
function alongFirstAxis(x: readonly number[]): number[] {
  const moved = x.map((_, i) => Math.exp(x[i - (i % 3) + ((i + 2) % 3)]))
  return moved.map((power, i) => power / (power + moved[(i + 3) % 6]))
}
