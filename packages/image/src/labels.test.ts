import { expect, test } from "vitest"
import { findLabel } from "./find-label.ts"
import { parseLabels } from "./labels.ts"

test("one label a line, with or without a last line end, from any system", () => {
  expect(parseLabels("cat\ndog\n")).toEqual(["cat", "dog"])
  expect(parseLabels("\uFEFFcat\r\ndog")).toEqual(["cat", "dog"])
  expect(parseLabels("cat\n\nowl")).toEqual(["cat", "", "owl"])
})

test("synset lines keep their words", () => {
  expect(parseLabels("n01440764 tench, Tinca tinca\nn01443537 goldfish")).toEqual([
    "tench, Tinca tinca",
    "goldfish",
  ])
})

test("JSON: list, object from index, ImageNet's class index, config.json", () => {
  expect(parseLabels('["cat", "dog"]')).toEqual(["cat", "dog"])
  expect(parseLabels('{"1": "dog", "0": "cat"}')).toEqual(["cat", "dog"])
  expect(parseLabels('{"0": ["n01440764", "tench"], "2": ["n01443537", "goldfish"]}')).toEqual([
    "tench",
    "",
    "goldfish",
  ])
  expect(parseLabels('{"model_type": "vit", "id2label": {"0": "猫", "1": "dog"}}')).toEqual(["猫", "dog"])
  expect(parseLabels('{"label2id": {"cat": 0, "dog": 1}}')).toEqual(["cat", "dog"])
})

test.each(["", "\n\n", "[1", "{}", "[]", '{"cat": 0.5}', '{"cat": 0}', "[null]", '{"99999999999": "x"}'])(
  "%j holds no labels",
  (text) => {
    expect(() => parseLabels(text, "names.txt")).toThrow(
      expect.objectContaining({ code: "LABELS_INVALID", message: expect.stringContaining("names.txt") }),
    )
  },
)

const labels = [
  "tench, Tinca tinca",
  "tiger cat",
  "Tiger",
  "tabby, tabby cat",
  "Egyptian cat",
  "crane",
  "crane",
  "cat",
]
const failing = (message: RegExp) =>
  expect.objectContaining({ code: "LABEL_NOT_FOUND", message: expect.stringMatching(message) })

test("a label is found exactly, by case, underscores, synonym or start", () => {
  expect(findLabel(labels, "cat")).toBe(7)
  expect(findLabel(labels, "tiger")).toBe(2)
  expect(findLabel(labels, "egyptian_cat")).toBe(4)
  expect(findLabel(labels, "tinca tinca")).toBe(0)
  expect(findLabel(labels, "Tabby Cat")).toBe(3)
  expect(findLabel(labels, "egy")).toBe(4)
})

test("what fits several is not chosen silently", () => {
  expect(() => findLabel(labels, "crane")).toThrow(failing(/"crane" \(5\), "crane" \(6\)/))
  expect(() => findLabel(["catamaran", "Egyptian cat"], "cat")).toThrow(failing(/fits 2 labels/))
  expect(() => findLabel(labels, "t")).toThrow(failing(/fits 4 labels/))
})

test("a typing error gets suggestions", () => {
  expect(() => findLabel(labels, "tabbi")).toThrow(failing(/Did you mean "tabby, tabby cat" \(3\)/))
  expect(() => findLabel(labels, "zebra crossing")).toThrow(
    failing(/none of the 8 labels is "zebra crossing"\. The index/),
  )
  expect(() => findLabel(labels, " ")).toThrow(failing(/empty/))
})
