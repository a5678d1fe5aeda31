import { expect, test } from "vitest"
import { bind, refusal, scoresOf, tensor } from "../../test/bind.ts"
import { ownTarget } from "./own-target.ts"

test("a function of the outputs is a target, for each item of a batch", async () => {
  const target = ownTarget(({ y }) => y.data[0] - y.data[1])
  const bound = await bind(target, { y: tensor([1, 2], [5, 3]) })
  expect(bound.targets).toEqual([{ id: "own", score: 2 }])
  expect(bound.scale.unit).toBe("value")
  const batch = { y: tensor([3, 2], [1, 0, 2, 0, 3, 0]) }
  expect(scoresOf(bound, batch, 3)).toEqual([[1], [2], [3]])
  // A model of a fixed batch gives outputs of all slots, also where fewer count.
  expect(scoresOf(bound, batch, 1)).toEqual([[1]])
})

test("scores by name are targets of one sweep, integers are numbers, and a list of any length is read whole", async () => {
  const target = ownTarget(({ y }) => ({ count: y.data.length, sum: y.data.reduce((a, b) => a + b, 0) }), {
    scale: "similarity",
    name: "rows",
    settings: { version: 2 },
  })
  expect(target).toMatchObject({ name: "rows", settings: { version: 2 } })
  const bound = await bind(target, { y: tensor([1], [5], "int64") })
  expect(bound.targets).toEqual([
    { id: "count", score: 1 },
    { id: "sum", score: 5 },
  ])
  expect(bound.preferred).toBe(1)
  expect(bound.scale).toEqual({ unit: "similarity", range: [-1, 1] })
  expect(scoresOf(bound, { y: tensor([3], [1, 2, 3], "int64") })).toEqual([[3, 6]])
})

test("anything but finite numbers is refused", async () => {
  const outputs = { y: tensor([1, 1], [1]) }
  for (const [answer, code] of [
    [NaN, "OUTPUT_NOT_FINITE"],
    [undefined, "OUTPUT_UNSUITABLE"],
    ["1", "OUTPUT_UNSUITABLE"],
    [{}, "OUTPUT_UNSUITABLE"],
    [{ a: null }, "OUTPUT_UNSUITABLE"],
  ] as const)
    expect(
      await refusal(() =>
        bind(
          ownTarget(() => answer as never),
          outputs,
        ),
      ),
    ).toMatchObject({ code })
  const fickle = await bind(
    ownTarget(({ y }) => (y.data[0] > 0 ? { a: 1 } : { b: 1 }) as never),
    outputs,
  )
  expect(await refusal(() => scoresOf(fickle, { y: tensor([1, 1], [-1]) }))).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
    message: expect.stringContaining('for "a"'),
  })
})
