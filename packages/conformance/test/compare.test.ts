import type { Explanation } from "@pami/core"
import { expect, test } from "vitest"
import { compare } from "../src/maps/compare.ts"
import type { Truth } from "../src/index.ts"

const truth: Truth = {
  target: 0,
  scores: Float32Array.of(0.5, 0.25),
  map: Float32Array.of(0, 0.5, 0.25, NaN),
  partitions: "sha256:parts",
  inputs: ["sha256:nchw", "sha256:nhwc"],
}

function comparison(change: Partial<Truth>, findings: Explanation["findings"] = []) {
  const explanation = { targets: [0], findings } as unknown as Explanation
  const result = { ...truth, inputs: ["sha256:nhwc"], ...change }
  return compare({ result, explanation, passesPerSecond: 1 }, truth)
}

test("equal maps have no difference, including units without a value", () => {
  expect(comparison({})).toEqual({
    comparable: true,
    largestScoreDifference: 0,
    largestMapDifference: 0,
    largestLevelDifference: 0,
    samePeak: true,
    rankCorrelation: 1,
    reasons: [],
  })
})

test("a value at a unit without one is an infinite difference", () => {
  const { largestMapDifference, reasons } = comparison({ map: Float32Array.of(0, 0.5, 0.25, 0) })
  expect(largestMapDifference).toBe(Infinity)
  expect(reasons[0]).toBe("maps differ by Infinity at unit 3; the tolerance is 2.0e-6")
})

test("two units may swap places only if they are equal within the tolerance", () => {
  const tied = { ...truth, map: Float32Array.of(0.5, 0.500001, 0.25, 0) }
  const other = (map: Float32Array) =>
    compare(
      { result: { ...tied, map }, explanation: { targets: [0], findings: [] } as never, passesPerSecond: 1 },
      tied,
    )
  expect(other(Float32Array.of(0.500001, 0.5, 0.25, 0))).toMatchObject({ samePeak: true, reasons: [] })
  expect(other(Float32Array.of(0.5, 0.25, 0.500001, 0))).toMatchObject({ samePeak: false })
})

test("other colours, inputs or partitions, and items that influence each other, are reported", () => {
  expect(comparison({ map: Float32Array.of(0, 0.5, 0.26, NaN) }).reasons).toContain(
    "colours differ by 5 levels of 256 at unit 2; the tolerance is 1",
  )
  expect(comparison({ inputs: ["sha256:other"], partitions: "sha256:else" }).reasons).toEqual([
    "the input or its baseline differs from the stored one (sha256:other): the backend is not the cause",
    "the input was partitioned in another way (sha256:else): the backend is not the cause",
  ])
  const finding = { code: "BATCH_DIFFERS", level: "warning", message: "they differ", fix: "" } as const
  expect(comparison({}, [finding]).reasons).toEqual(["the preflight reports BATCH_DIFFERS: they differ"])
})

test("a backend with different outputs for the same input is compared, unless it provides the truth", () => {
  const finding = {
    code: "NOT_DETERMINISTIC",
    level: "warning",
    message: "two runs: .5, then .6",
    fix: "",
  } as const
  const other = { map: Float32Array.of(0, 0.5, 0.35, NaN) }
  expect(comparison({}, [finding])).toMatchObject({ comparable: true, reasons: [] })
  const { comparable, reasons } = comparison(other, [finding])
  expect(comparable).toBe(true)
  expect(reasons[0]).toMatch(/^maps differ by 0\.1/)
  expect(reasons.at(-1)).toBe("NOT_DETERMINISTIC: two runs: .5, then .6")
  const doubtful = { ...truth, findings: ["NOT_DETERMINISTIC"] }
  const steady = { targets: [0], findings: [] } as unknown as Explanation
  const compared = (change: Partial<Truth>) =>
    compare({ result: { ...truth, ...change }, explanation: steady, passesPerSecond: 1 }, doubtful)
  expect(compared({})).toMatchObject({ comparable: true, reasons: [] })
  expect(compared(other)).toMatchObject({
    comparable: false,
    reasons: [expect.stringMatching(/compared with one that gives different outputs.*this one does not/)],
  })
})

test("the tolerance grows with scores above 1", () => {
  const logits = { ...truth, scores: Float32Array.of(100, -50) }
  const close = { ...logits, scores: Float32Array.of(100.0003, -50) }
  const explanation = { targets: [0], findings: [] } as unknown as Explanation
  expect(compare({ result: close, explanation, passesPerSecond: 1 }, logits).reasons).toEqual([])
})

test("300,000 scores are compared", () => {
  // More than the largest number of arguments of a function.
  const scores = new Float32Array(300_000).fill(0.5)
  expect(comparison({ scores }).reasons[0]).toMatch(/^scores differ by Infinity/)
  const explanation = { targets: [0], findings: [] } as unknown as Explanation
  const many = { ...truth, scores }
  expect(compare({ result: many, explanation, passesPerSecond: 1 }, many).reasons).toEqual([])
})
