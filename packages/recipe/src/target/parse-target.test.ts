import { expect, test } from "vitest"
import { expectNoOtherClass, parseClass, parseTarget } from "./parse-target.ts"

const digits = ["5", "4", "3", "2", "1", "0"]

test("a number is a class's index, unless it is another class's label", () => {
  expect(parseClass("2", undefined, "--target")).toBe(2)
  expect(parseClass("12", undefined)).toBe(12)
  expect(parseClass("2", ["cat", "dog", "cow"], "--target")).toBe(2)
  expect(parseClass("1", ["0", "1", "2"], "--target")).toBe(1)
  expect(() => parseClass("4", digits, "--versus")).toThrow(
    expect.objectContaining({
      code: "TARGET_AMBIGUOUS",
      message: expect.stringMatching(/class 4 is labelled "1".*label "4" is class 1.*--versus index:4/),
    }),
  )
  expect(parseClass("index:4", digits, "--target")).toBe(4)
  expect(parseClass("label:4", digits, "--target")).toBe(1)
  expect(parseTarget("label:0", digits)).toEqual({ classes: [5] })
  // No label has this index; where the model has a class of it, `expectNoOtherClass` refuses it.
  const tens = ["10", "20", "30"]
  expect(parseClass("30", tens, "--target")).toBe(2)
  expectNoOtherClass("30", tens, 30)
  expectNoOtherClass("index:30", tens, 31)
  expect(() => expectNoOtherClass("30", tens, 31)).toThrow(/class 30 has no label/)
})

test("a label may look like anything", () => {
  const labels = ["route 66", "4th", "laptop:3", "my index:4", " 30 ", "1e3", "-7x"]
  for (const [index, label] of labels.entries()) {
    if (label.trim() === "30") continue
    expect(parseTarget(label, labels)).toEqual({ classes: [index] })
  }
  expect(parseClass("30", labels)).toBe(4)
  expect(parseClass("7", ["7", "8"])).toBe(0)
  // A label of this spelling is not an index: no class of that number is meant.
  expectNoOtherClass("1e3", labels, 2000)
  expectNoOtherClass(undefined, labels, 2000)
  expectNoOtherClass("30", undefined, 2000)
})

test("a number that has no label is refused only where it is another class's label", () => {
  const ambiguous = expect.objectContaining({ code: "TARGET_AMBIGUOUS" })
  const tens = [" 10", "20", "30"]
  expect(() => expectNoOtherClass("10", tens, 11)).toThrow(ambiguous)
  expect(() => expectNoOtherClass("3", ["3", "x", "y"], 4)).toThrow(ambiguous)
  expectNoOtherClass("40", tens, 50)
  expectNoOtherClass("4", digits, 50)
})

test("a name without labels, and a count that is not one, are refused", () => {
  expect(() => parseClass("tabby", undefined)).toThrow(expect.objectContaining({ code: "LABEL_NOT_FOUND" }))
  expect(() => parseTarget("top:0", digits)).toThrow("target top:0: expected a whole number of at least 1")
  expect(parseTarget("top:3", undefined)).toEqual({ top: 3 })
  expect(parseTarget("top: 12", undefined)).toEqual({ top: 12 })
  expect(parseTarget("index:0", undefined)).toEqual({ classes: [0] })
  for (const text of ["top:", "top:-1", "top:1.5", "top:1e1", "top:2x", "index:", "index:-1", "-1"])
    expect(() => parseTarget(text, digits)).toThrow(RangeError)
})
