import { expect, test } from "vitest"
import { classOf } from "../src/evaluate/classes.ts"

const labels = ["tench, Tinca tinca", "Egyptian cat", "bullet train, bullet", "crane", "crane"]

test.each([
  ["a label in full", { name: "egyptian_cat" }, undefined, 1],
  ["a synonym", { name: "Tinca tinca" }, undefined, 0],
  ["a number where the data set numbers classes itself", { name: "3", index: 3 }, undefined, 3],
  ["the place in a list as long as the model's", { name: "n01", index: 2 }, ["a", "b", "n01", "c", "d"], 2],
])("an annotated class is found by %s", (_, label, classes, expected) => {
  expect(classOf(label, labels, classes === undefined ? {} : { classes }, 5)).toBe(expected)
})

test.each([
  ["only a word of a label", { name: "cat" }, undefined],
  ["two labels", { name: "crane" }, undefined],
  ["a place in a shorter list", { name: "train", index: 1 }, ["person", "train"]],
  ["a number that the model does not have", { name: "7", index: 7 }, undefined],
])("%s is not taken for an annotated class", (_, label, classes) => {
  expect(() => classOf(label, labels, classes === undefined ? {} : { classes }, 5)).toThrow(
    expect.objectContaining({ code: "CLASS_UNKNOWN" }),
  )
})
