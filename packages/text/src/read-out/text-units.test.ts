import { expect, test } from "vitest"
import { randomText } from "../../test/random-text.ts"
import { mergeUnits, textInput, unitsOf } from "../index.ts"

const strings = [{ name: "text", dtype: "string", shape: [null] }] as const

test("the stretches of a text, joined, are the text to the byte", () => {
  for (let seed = 0; seed < 150; seed++) {
    const texts = `a${randomText(seed, seed % 20)}`
    const made = textInput({ texts, tensors: strings, units: seed % 3 === 0 ? "sentences" : "words" })
    const [count] = made.input.grids[0].shape
    const map = Float32Array.from({ length: count }, (_, unit) => unit)
    for (const entries of [
      unitsOf(made, map),
      mergeUnits(made, map),
      mergeUnits(made, map, { units: "lines" }),
    ]) {
      expect(entries.map(({ text }) => text).join("")).toBe(texts)
      for (const { start, end, text } of entries) expect(texts.slice(start, end)).toBe(text)
    }
    const own = unitsOf(made, map).filter(({ importance }) => importance !== undefined)
    expect(own.map(({ importance }) => importance)).toEqual([...map])
    expect(own.map(({ text }) => text)).toEqual(made.input.grids[0].labels)
  }
})

test("the same word has its own value at each place", () => {
  const made = textInput({ texts: "no, no", tensors: strings })
  expect(unitsOf(made, [1, 2, 3])).toEqual([
    { start: 0, end: 2, text: "no", importance: 1 },
    { start: 2, end: 3, text: ",", importance: 2 },
    { start: 3, end: 4, text: " " },
    { start: 4, end: 6, text: "no", importance: 3 },
  ])
})

test("a map of all texts is read for each", () => {
  const made = textInput({
    texts: [
      { name: "a", text: "one two" },
      { name: "b", text: "never", explained: false },
      { name: "c", text: "three" },
    ],
    tensors: [{ name: "x", dtype: "string", shape: [null, 3] }],
  })
  expect(unitsOf(made, [1, 2, 3], "c")).toEqual([{ start: 0, end: 5, text: "three", importance: 3 }])
  expect(unitsOf(made, [3], "c")).toEqual(unitsOf(made, [1, 2, 3], "c"))
  expect(unitsOf(made, [1, 2, 3])[2]).toMatchObject({ text: "two", importance: 2 })
  expect(() => unitsOf(made, [1, 2, 3], "b")).toThrow('no explained text is named "b"; there are a, c')
  expect(() => unitsOf(made, [1, 2, 3, 4])).toThrow("a map has 3 values, one for each unit; got 4")
})

test("words are merged to sentences, by mean, sum or largest", () => {
  const texts = "Good film. Bad"
  const made = textInput({ texts, tensors: strings })
  const map = [0.5, 0.25, NaN, 1]
  const values = (by?: "mean" | "sum" | "max") =>
    mergeUnits(made, map, by ? { by } : {}).map(({ text, importance }) => [text, importance])
  expect(values()).toEqual([
    ["Good film.", 0.375],
    [" ", undefined],
    ["Bad", 1],
  ])
  expect(values("sum")[0]).toEqual(["Good film.", 0.75])
  expect(values("max")[0]).toEqual(["Good film.", 0.5])
})
