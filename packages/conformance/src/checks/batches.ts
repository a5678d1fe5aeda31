import { difference, feedsOf, fitting, runFixture, show } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { expectError } from "../errors.ts"
import { type Item, itemsOf } from "../fixtures/fixture.ts"
import { tolerances } from "../tolerances.ts"
import { withFixture, type FixtureContext } from "../fixture-context.ts"

const { largest } = tolerances.exact

/** Checks of batches of several items. */
export const batches: readonly Check[] = [
  {
    name: "free-batch",
    promise: "a free batch axis accepts batches of 1, 7, 3 and 2 items in turn",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        for (const count of [1, 7, 3, 2].map((count) => fitting(model, count)))
          await runFixture(model, fixture, itemsOf(fixture, count))
      }),
  },
  {
    name: "fixed-batch",
    promise:
      "a batch axis fixed at 2 is declared, sets both limits to 2, and rejects batches of another size",
    run: (context) =>
      withFixture(context, "linear-batch-2", async (model, fixture) => {
        const declared = model.inputs[0].shape[0]
        if (declared !== 2)
          throw new Error(`the input's axis 0 is declared as ${declared}; the file fixes it at 2`)
        const { largestBatch, preferredBatch } = model.limits
        if (largestBatch !== 2 || preferredBatch !== 2)
          throw new Error(
            `limits are largestBatch ${largestBatch} and preferredBatch ${preferredBatch}; both must be 2 for a batch axis fixed at 2`,
          )
        await runFixture(model, fixture, itemsOf(fixture, 2))
        for (const count of [1, 3])
          await expectError(() => model.run(feedsOf(model, fixture, itemsOf(fixture, count))), {
            what: `a batch of ${count} on an axis fixed at 2`,
            code: "SHAPE_MISMATCH",
            names: "x",
          })
      }),
  },
  {
    name: "row-order",
    promise: "row i of the outputs belongs to item i",
    run: (context) =>
      together(context, (rows, expected) => {
        for (const [i, row] of rows.entries()) {
          const holds = expected.findIndex((answer) => difference(row, answer) <= largest)
          if (holds >= 0 && holds !== i)
            throw new Error(
              `row ${i} has the outputs of item ${holds}: the model returns the batch in another order`,
            )
        }
      }),
  },
  {
    name: "batch-of-one",
    promise: "a batch of N gives the same bits as N batches of one",
    run: (context) =>
      together(context, (rows, alone) => {
        // row-order reports rows that belong to another item.
        const wrong = rows.flatMap((row, i) =>
          alone.some((answer) => difference(row, answer) <= largest) ? [] : [i],
        )
        if (wrong.length === 0) return
        const only = wrong.length === rows.length - 1 && wrong[0] === 1 ? "only the first is correct: " : ""
        throw new Error(
          `in a batch of ${rows.length}, ${only}item ${wrong[0]} gives ${show(rows[wrong[0]])}; alone it gives ${show(alone[wrong[0]])}`,
        )
      }),
  },
]

/** Compares the outputs of seven items, or of the largest batch, in one batch and alone. */
function together(
  context: FixtureContext,
  compare: (rows: readonly Item[], alone: readonly Item[]) => void,
): Promise<void> {
  return withFixture(context, "linear", async (model, fixture) => {
    const items = itemsOf(fixture, fitting(model, 7))
    const rows = await runFixture(model, fixture, items)
    const alone: Item[] = []
    for (const item of items) alone.push(...(await runFixture(model, fixture, [item])))
    compare(rows, alone)
  })
}
