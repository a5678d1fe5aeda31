import { probabilityScale, valueScale } from "@pami/core"
import type { Scale, Tensors } from "@pami/core"
import { expect, test } from "vitest"
import { refusal, tensor } from "../../test/bind.ts"
import { bindScores } from "./bind-scores.ts"

const outputs = (...scores: number[]): Tensors => ({ y: tensor([1, scores.length], scores) })
const bind = (original: number[], baseline: number[], scale: Scale = probabilityScale, chance = 0) =>
  bindScores(
    { original: outputs(...original), baseline: outputs(...baseline) },
    {
      targets: original.map((_, id) => ({ id })),
      scale,
      chance,
      settings: {},
      findings: [],
      open:
        ({ y }) =>
        (item, scores) => {
          for (let k = 0; k < scores.length; k++) scores[k] = Number(y.data[item * scores.length + k])
        },
    },
  )
const codes = (...of: Parameters<typeof bind>) => bind(...of).findings.map(({ code }) => code)

test("the target of highest score is preferred, and judged by its own baseline", () => {
  expect(bind([0.25, 0.5], [0.25, 0]).preferred).toBe(1)
  expect(codes([0.25, 0.5], [0.25, 0])).toEqual([])
})

test("a low score, and a baseline that keeps over half of it, are findings of probabilities alone", () => {
  expect(codes([0.0625], [0])).toEqual(["LOW_CONFIDENCE"])
  expect(codes([0.5], [0.375])).toEqual(["BASELINE_SCORES_HIGH"])
  expect(codes([0.5], [0.25])).toEqual([])
  // More than half of the distance from chance.
  expect(codes([0.75], [0.5], probabilityScale, 0.5)).toEqual([])
  expect(codes([0.75], [0.6875], probabilityScale, 0.5)).toEqual(["BASELINE_SCORES_HIGH"])
  expect(codes([0.0625], [0.05], valueScale)).toEqual([])
})

test("a score that is not finite is refused", async () => {
  expect(await refusal(() => bind([NaN], [0]))).toMatchObject({ code: "OUTPUT_NOT_FINITE" })
})
