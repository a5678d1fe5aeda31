import { expect, test } from "vitest"
import { expectNoOtherClass, parseClass, parseTarget } from "./values.ts"

const digits = ["5", "4", "3", "2", "1", "0"]

test("a number is a class's index, unless it is another class's label", () => {
  expect(parseClass("--target", "2", undefined)).toBe(2)
  expect(parseClass("--target", "2", ["cat", "dog", "cow"])).toBe(2)
  expect(parseClass("--target", "1", ["0", "1", "2"])).toBe(1)
  expect(() => parseClass("--versus", "4", digits)).toThrow(
    expect.objectContaining({
      code: "TARGET_AMBIGUOUS",
      message: expect.stringMatching(/class 4 is labelled "1".*label "4" is class 1.*--versus index:4/),
    }),
  )
  expect(parseClass("--target", "index:4", digits)).toBe(4)
  expect(parseClass("--target", "label:4", digits)).toBe(1)
  expect(parseTarget("label:0", digits)).toEqual({ classes: [5] })
  // No label has this index; where the model has a class of it, `expectNoOtherClass` refuses it.
  const tens = ["10", "20", "30"]
  expect(parseClass("--target", "30", tens)).toBe(2)
  expectNoOtherClass("--target", "30", tens, 30)
  expectNoOtherClass("--target", "index:30", tens, 31)
  expect(() => expectNoOtherClass("--target", "30", tens, 31)).toThrow(/class 30 has no label/)
})
