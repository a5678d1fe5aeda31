import { answers, difference, feedsOf, fitting, show } from "../answers.ts"
import type { Check } from "../check.ts"
import { expectFault } from "../errors.ts"
import { type Item, itemsOf } from "../fixtures/fixture.ts"
import { tolerances } from "../tolerances.ts"
import { withFixture, type Workbench } from "../workbench.ts"

const { largest } = tolerances.exact

/** Checks of runs of several items. */
export const batches: readonly Check[] = [
  {
    name: "free-batch",
    promise: "a free batch axis takes 1, 2, 3 or 7 items, one after the other",
    run: (workbench) =>
      withFixture(workbench, "linear", async (model, fixture) => {
        for (const count of [1, 7, 3, 2].map((count) => fitting(model, count)))
          await answers(model, fixture, itemsOf(fixture, count))
      }),
  },
  {
    name: "fixed-batch",
    promise: "a batch axis fixed at 2 is declared, is the limit, and takes no other number of items",
    run: (workbench) =>
      withFixture(workbench, "linear-batch-2", async (model, fixture) => {
        const declared = model.inputs[0].shape[0]
        if (declared !== 2)
          throw new Error(`the input's axis 0 is declared as ${declared}; the file fixes it at 2`)
        const { largestBatch, preferredBatch } = model.limits
        if (largestBatch !== 2 || preferredBatch !== 2)
          throw new Error(
            `limits are largestBatch ${largestBatch} and preferredBatch ${preferredBatch}; a batch fixed at 2 makes both 2`,
          )
        await answers(model, fixture, itemsOf(fixture, 2))
        for (const count of [1, 3])
          await expectFault(() => model.run(feedsOf(model, fixture, itemsOf(fixture, count))), {
            what: `a batch of ${count} where 2 are fixed`,
            code: "SHAPE_MISMATCH",
            names: "x",
          })
      }),
  },
  {
    name: "row-order",
    promise: "row i of the outputs is that of item i",
    run: (workbench) =>
      together(workbench, (rows, expected) => {
        for (const [i, row] of rows.entries()) {
          const holds = expected.findIndex((answer) => difference(row, answer) <= largest)
          if (holds >= 0 && holds !== i)
            throw new Error(
              `row ${i} of the outputs holds what item ${holds} should give: the batch comes back in another order`,
            )
        }
      }),
  },
  {
    name: "batch-of-one",
    promise: "a batch of N gives, bit for bit, what N batches of one give",
    run: (workbench) =>
      together(workbench, (rows, alone) => {
        // Rows that are some other item's are the business of row-order.
        const wrong = rows.flatMap((row, i) =>
          alone.some((answer) => difference(row, answer) <= largest) ? [] : [i],
        )
        if (wrong.length === 0) return
        const only = wrong.length === rows.length - 1 && wrong[0] === 1 ? "only the first is right: " : ""
        throw new Error(
          `in a batch of ${rows.length}, ${only}item ${wrong[0]} gives ${show(rows[wrong[0]])}; alone it gives ${show(alone[wrong[0]])}`,
        )
      }),
  },
]

/** Seven items, or as many as the model takes, in one batch; and what each gives alone. */
function together(
  workbench: Workbench,
  compare: (rows: readonly Item[], alone: readonly Item[]) => void,
): Promise<void> {
  return withFixture(workbench, "linear", async (model, fixture) => {
    const items = itemsOf(fixture, fitting(model, 7))
    const rows = await answers(model, fixture, items)
    const alone: Item[] = []
    for (const item of items) alone.push(...(await answers(model, fixture, [item])))
    compare(rows, alone)
  })
}
