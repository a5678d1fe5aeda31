import {
  classProbability,
  denseInput,
  explain,
  fixedPartitions,
  fromParts,
  isPamiError,
  type Model,
} from "@pami/core"
import { difference, runFixture, show } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { describe } from "../errors.ts"
import { itemsOf } from "../fixtures/fixture.ts"
import { delegate } from "../patience.ts"
import { withFixture } from "../fixture-context.ts"

// More than any backend runs in one batch.
const parts = 4096

/** Checks of an aborted sweep. */
export const abort: readonly Check[] = [
  {
    name: "abort",
    promise: "an aborted sweep stops after the run in progress, and the model remains usable",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        const [item] = itemsOf(fixture, 1)
        const [expected] = await runFixture(model, fixture, [item])
        const controller = new AbortController()
        let runs = 0
        let after = 0
        const watched = delegate<Model>(model, {
          run(feeds) {
            if (controller.signal.aborted) after++
            runs++
            return model.run(feeds)
          },
        })
        const error = await explain({
          model: watched,
          input: denseInput({
            name: "x",
            units: [4],
            planes: 1,
            inner: 1,
            shape: [4],
            original: Float32Array.of(1, 2, 3, 4),
            baseline: new Float32Array(4),
          }),
          target: classProbability({ activation: "none" }),
          partitioner: fixedPartitions([
            fromParts(Array.from({ length: parts }, (_, i) => Int32Array.of(i % 4, (i % 4) + 1))),
          ]),
          batch: Math.min(model.limits.preferredBatch, 64),
          signal: controller.signal,
          onProgress({ passes }) {
            if (passes > 0) controller.abort()
          },
        }).then(
          () => undefined,
          (error: unknown) => error,
        )
        if (error === undefined)
          throw new Error(`the sweep continued to its end, ${runs} runs, after it was aborted`)
        if (!isPamiError(error) || error.code !== "ABORTED")
          throw new Error(`an aborted sweep fails with ${describe(error)}, not with the code ABORTED`)
        if (after > 0) throw new Error(`${after} more runs started after the sweep was aborted`)
        const [came] = await runFixture(model, fixture, [item])
        if (difference(came, expected) > 0)
          throw new Error(`after an aborted sweep the model gives ${show(came)}, not ${show(expected)}`)
      }),
  },
]
