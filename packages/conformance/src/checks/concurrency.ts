import { difference, runFixture, show } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { type Item, itemsOf } from "../fixtures/fixture.ts"
import { loadFixture, withFixture } from "../fixture-context.ts"

/** Checks of concurrent runs and of several models. */
export const concurrency: readonly Check[] = [
  {
    name: "concurrent-runs",
    promise: "concurrent runs give the same outputs as separate runs",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        const items = itemsOf(fixture, 8)
        const expected: Item[] = []
        for (const item of items) expected.push(...(await runFixture(model, fixture, [item])))
        const came = await Promise.all(items.map((item) => runFixture(model, fixture, [item])))
        for (const [i, [answer]] of came.entries()) {
          if (difference(answer, expected[i]) === 0) continue
          const other = expected.findIndex((right) => difference(answer, right) === 0)
          const whose = other < 0 ? "" : `, the outputs of run ${other}`
          throw new Error(
            `of 8 concurrent runs, run ${i} gives ${show(answer)}${whose}; alone it gives ${show(expected[i])}: runs are mixed up`,
          )
        }
      }),
  },
  {
    name: "two-models",
    promise: "two loaded models do not affect each other",
    run: (context) =>
      withFixture(context, "linear", async (first, linear) => {
        const [item] = itemsOf(linear, 1)
        const [alone] = await runFixture(first, linear, [item])
        const { model: second, fixture: tokens } = await loadFixture(context, "tokens")
        const [ids] = itemsOf(tokens, 1)
        const [together] = await Promise.all([
          runFixture(first, linear, [item]),
          runFixture(second, tokens, [ids]),
        ])
        await second.dispose()
        const after = await runFixture(first, linear, [item])
        for (const [when, [came]] of Object.entries({ loaded: together, "disposed of": after }))
          if (difference(came, alone) > 0)
            throw new Error(
              `after another model was ${when}, a model gives ${show(came)}, not ${show(alone)}`,
            )
      }),
  },
]
