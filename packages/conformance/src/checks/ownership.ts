import { difference, feedsOf, itemsIn, runFixture, show } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { itemsOf } from "../fixtures/fixture.ts"
import { withFixture } from "../fixture-context.ts"

/** Checks of who owns tensors: feeds are read-only, outputs belong to the caller. */
export const ownership: readonly Check[] = [
  {
    name: "feeds-unchanged",
    promise: "a run does not change its feeds",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        const feeds = feedsOf(model, fixture, itemsOf(fixture, 1))
        const before = structuredClone(feeds)
        await model.run(feeds)
        for (const [name, { data, shape }] of Object.entries(feeds)) {
          if (data.length !== before[name].data.length)
            throw new Error(
              `after a run, the array of the feed "${name}" is empty: its buffer was transferred`,
            )
          if (data.join() !== before[name].data.join() || shape.join() !== before[name].shape.join())
            throw new Error(
              `a run changes the feed "${name}" from ${before[name].data.join(", ")} to ${data.join(", ")}`,
            )
        }
      }),
  },
  {
    name: "outputs-kept",
    promise: "outputs belong to the caller: the next run does not overwrite them",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        const [first, second] = itemsOf(fixture, 2)
        const kept = await model.run(feedsOf(model, fixture, [first]))
        const before = itemsIn(model, fixture, structuredClone(kept), 1)[0]
        await model.run(feedsOf(model, fixture, [second]))
        const after = itemsIn(model, fixture, kept, 1)[0]
        if (difference(after, before) > 0)
          throw new Error(
            `the outputs of a run were ${show(before)}, and are ${show(after)} after the next run: it overwrote them`,
          )
      }),
  },
  {
    name: "feed-views",
    promise: "feeds may be views into a larger buffer",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        const [item, before] = itemsOf(fixture, 2)
        const [expected] = await runFixture(model, fixture, [item])
        const { x } = feedsOf(model, fixture, [item])
        const around = Float32Array.from([...before.x, ...item.x, ...before.x])
        const view = { ...x, data: around.subarray(4, 8) }
        const [came] = itemsIn(model, fixture, await model.run({ x: view }), 1)
        if (difference(came, expected) > 0)
          throw new Error(
            `for a view that starts 16 bytes into its buffer, the model gives ${show(came)}, not ${show(expected)}: ` +
              "it ignores the byteOffset of the view",
          )
      }),
  },
]
