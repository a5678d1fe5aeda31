import { isPamiError } from "@pami/core"
import { difference, feedsOf, itemsIn, runFixture, show } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { describe, expectError } from "../errors.ts"
import { itemsOf } from "../fixtures/fixture.ts"
import { loadFixture } from "../fixture-context.ts"

/** Checks of `dispose`. */
export const dispose: readonly Check[] = [
  {
    name: "dispose-twice",
    promise: "a second dispose does nothing",
    async run(context) {
      const { model } = await loadFixture(context, "linear")
      await model.dispose()
      await model.dispose().catch((error) => {
        throw new Error(`a second dispose fails with ${describe(error)}; it must do nothing`)
      })
    },
  },
  {
    name: "run-after-dispose",
    promise: "a run after dispose fails with MODEL_DISPOSED",
    async run(context) {
      const { model, fixture } = await loadFixture(context, "linear")
      const feeds = feedsOf(model, fixture, itemsOf(fixture, 1))
      await model.run(feeds)
      await model.dispose()
      await expectError(() => model.run(feeds), { what: "a run after dispose", code: "MODEL_DISPOSED" })
    },
  },
  {
    name: "dispose-in-flight",
    promise: "a run in progress at dispose completes correctly or fails with MODEL_DISPOSED",
    async run(context) {
      const { model, fixture } = await loadFixture(context, "linear")
      const [item] = itemsOf(fixture, 1)
      const [expected] = await runFixture(model, fixture, [item])
      const running = model.run(feedsOf(model, fixture, [item])).then(
        (outputs) => ({ outputs }),
        (error: unknown) => ({ error }),
      )
      await model.dispose().catch((error) => {
        throw new Error(`dispose during a run fails with ${describe(error)}`)
      })
      const ended = await running
      if ("error" in ended) {
        if (isPamiError(ended.error) && ended.error.code === "MODEL_DISPOSED") return
        throw new Error(`a run in progress at dispose fails with ${describe(ended.error)}`)
      }
      const [came] = itemsIn(model, fixture, ended.outputs, 1)
      if (difference(came, expected) > 0)
        throw new Error(
          `a run in progress at dispose gives ${show(came)}, not ${show(expected)}: its memory was freed too soon`,
        )
    },
  },
]
