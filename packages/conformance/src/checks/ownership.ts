import { answers, difference, feedsOf, itemsIn, show } from "../answers.ts"
import type { Check } from "../check.ts"
import { itemsOf } from "../fixtures/fixture.ts"
import { withFixture } from "../workbench.ts"

/** Checks of whose the numbers are: feeds are only read, outputs are the caller's to keep. */
export const ownership: readonly Check[] = [
  {
    name: "feeds-unchanged",
    promise: "what is fed is only read",
    run: (workbench) =>
      withFixture(workbench, "linear", async (model, fixture) => {
        const feeds = feedsOf(model, fixture, itemsOf(fixture, 1))
        const before = structuredClone(feeds)
        await model.run(feeds)
        for (const [name, { data, shape }] of Object.entries(feeds)) {
          if (data.length !== before[name].data.length)
            throw new Error(
              `after a run the array that was fed to "${name}" is empty: its buffer was taken away`,
            )
          if (data.join() !== before[name].data.join() || shape.join() !== before[name].shape.join())
            throw new Error(
              `a run changes what was fed to "${name}", from ${before[name].data.join(", ")} to ${data.join(", ")}`,
            )
        }
      }),
  },
  {
    name: "outputs-kept",
    promise: "outputs are the caller's: the next run does not write over them",
    run: (workbench) =>
      withFixture(workbench, "linear", async (model, fixture) => {
        const [first, second] = itemsOf(fixture, 2)
        const kept = await model.run(feedsOf(model, fixture, [first]))
        const before = itemsIn(model, fixture, structuredClone(kept), 1)[0]
        await model.run(feedsOf(model, fixture, [second]))
        const after = itemsIn(model, fixture, kept, 1)[0]
        if (difference(after, before) > 0)
          throw new Error(
            `the outputs of a run were ${show(before)}; after the next run they are ${show(after)}: it wrote over them`,
          )
      }),
  },
  {
    name: "feed-views",
    promise: "feeds may be views into a larger buffer",
    run: (workbench) =>
      withFixture(workbench, "linear", async (model, fixture) => {
        const [item, before] = itemsOf(fixture, 2)
        const [expected] = await answers(model, fixture, [item])
        const { x } = feedsOf(model, fixture, [item])
        const around = Float32Array.from([...before.x, ...item.x, ...before.x])
        const view = { ...x, data: around.subarray(4, 8) }
        const [came] = itemsIn(model, fixture, await model.run({ x: view }), 1)
        if (difference(came, expected) > 0)
          throw new Error(
            `fed a view that starts 16 bytes into its buffer, the model gives ${show(came)}, not ${show(expected)}: ` +
              "the view's byteOffset is ignored",
          )
      }),
  },
]
