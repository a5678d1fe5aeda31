import { answers, difference, show } from "../answers.ts"
import type { Check } from "../check.ts"
import { type Item, itemsOf } from "../fixtures/fixture.ts"
import { loadFixture, withFixture } from "../workbench.ts"

/** Checks of several things at once. */
export const concurrency: readonly Check[] = [
  {
    name: "concurrent-runs",
    promise: "runs that are asked for at once each give what they give alone",
    run: (workbench) =>
      withFixture(workbench, "linear", async (model, fixture) => {
        const items = itemsOf(fixture, 8)
        const expected: Item[] = []
        for (const item of items) expected.push(...(await answers(model, fixture, [item])))
        const came = await Promise.all(items.map((item) => answers(model, fixture, [item])))
        for (const [i, [answer]] of came.entries()) {
          if (difference(answer, expected[i]) === 0) continue
          const other = expected.findIndex((right) => difference(answer, right) === 0)
          const whose = other < 0 ? "" : `, which is the answer of run ${other}`
          throw new Error(
            `of 8 runs asked for at once, run ${i} gives ${show(answer)}${whose}; alone it gives ${show(expected[i])}: runs are mixed up`,
          )
        }
      }),
  },
  {
    name: "two-models",
    promise: "two models that are loaded at once do not know of each other",
    run: (workbench) =>
      withFixture(workbench, "linear", async (first, linear) => {
        const [item] = itemsOf(linear, 1)
        const [alone] = await answers(first, linear, [item])
        const { model: second, fixture: tokens } = await loadFixture(workbench, "tokens")
        const [ids] = itemsOf(tokens, 1)
        const [together] = await Promise.all([answers(first, linear, [item]), answers(second, tokens, [ids])])
        await second.dispose()
        const after = await answers(first, linear, [item])
        for (const [when, [came]] of Object.entries({ loaded: together, "disposed of": after }))
          if (difference(came, alone) > 0)
            throw new Error(`once another model is ${when}, a model gives ${show(came)}, not ${show(alone)}`)
      }),
  },
]
