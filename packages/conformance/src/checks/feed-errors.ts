import type { Feeds, Model, Tensor } from "@pami/core"
import { feedsOf, runFixture } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { expectError, expectMistake } from "../errors.ts"
import { type Fixture, itemsOf } from "../fixtures/fixture.ts"
import { withFixture } from "../fixture-context.ts"

/** Checks of feeds that a model must reject. */
export const feedErrors: readonly Check[] = [
  {
    name: "shape-mismatch",
    promise:
      "a feed of the wrong rank, length or element type fails with SHAPE_MISMATCH, and the message names the input",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        const { data } = feedOf(model, fixture)
        const wrong: Record<string, Feeds[string]> = {
          "a feed of rank 3": { dtype: "float32", shape: [1, 1, 4], data },
          "a feed of rank 1": { dtype: "float32", shape: [4], data },
          "a feed of 5 numbers per item in place of 4": {
            dtype: "float32",
            shape: [1, 5],
            data: new Float32Array(5),
          },
          "int32 in place of float32": { dtype: "int32", shape: [1, 4], data: new Int32Array(4) },
          "texts in place of float32": { dtype: "string", shape: [1, 4], data: ["a", "b", "c", "d"] },
        }
        for (const [what, x] of Object.entries(wrong))
          await expectError(() => model.run({ x }), { what, code: "SHAPE_MISMATCH", names: "x" })
        await runFixture(model, fixture, itemsOf(fixture, 1))
      }),
  },
  {
    name: "input-not-found",
    promise:
      "a missing feed, or a feed for an unknown input, fails with INPUT_NOT_FOUND, and the message names the input",
    run: (context) =>
      withFixture(context, "two-inputs", async (model, fixture) => {
        const feeds = feedsOf(model, fixture, itemsOf(fixture, 1))
        const code = "INPUT_NOT_FOUND"
        await expectError(() => model.run({ a: feeds.a }), {
          what: 'a run without a feed for "b"',
          code,
          names: "b",
        })
        await expectError(() => model.run({ ...feeds, surplus: feeds.a }), {
          what: 'a feed for "surplus", which the model does not have,',
          code,
          names: "surplus",
        })
      }),
  },
  {
    name: "contradictory-feed",
    promise: "a tensor that contradicts itself fails with a TypeError or RangeError",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        const x = feedOf(model, fixture)
        await expectMistake(
          () => model.run({ x: { ...x, shape: [2, 4] } }),
          "a tensor of shape [2, 4] with 4 numbers",
        )
        await expectMistake(
          () => model.run({ x: { ...x, data: new Float64Array(4) } }),
          "a float32 tensor in a Float64Array",
        )
      }),
  },
]

function feedOf(model: Model, fixture: Fixture): Tensor {
  return feedsOf(model, fixture, itemsOf(fixture, 1)).x
}
