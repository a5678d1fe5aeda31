import { expect, test } from "vitest"
import { classProbability, PamiError, topClasses } from "./index.ts"
import type { ClassProbabilityOptions, Tensors } from "./index.ts"

const outputs = (values: number[], shape = [1, values.length]): Tensors => ({
  y: { dtype: "float32", shape, data: Float32Array.from(values) },
})
const bind = (options: ClassProbabilityOptions, seen: Tensors, masked = seen) =>
  classProbability(options).bind(seen, masked)
const codes = (options: ClassProbabilityOptions, seen: Tensors) =>
  bind(options, seen).findings.map(({ code }) => code)

test("logits get a softmax, probabilities are left alone, a single logit gets a sigmoid", () => {
  const logits = bind({}, outputs([0, Math.log(3)]))
  expect([...logits.prediction].map((p) => Math.round(p * 1e6) / 1e6)).toEqual([0.25, 0.75])
  expect(logits.settings["activation"]).toBe("softmax")
  const probabilities = bind({}, outputs([0.25, 0.75]))
  expect([...probabilities.prediction]).toEqual([0.25, 0.75])
  expect(probabilities.settings["activation"]).toBe("none")
  const single = bind({}, outputs([Math.log(3)]))
  expect(single.prediction[0]).toBeCloseTo(0.75, 6)
  expect(single.settings["activation"]).toBe("sigmoid")
})

test("one batch gives every class of every item its score", () => {
  const bound = bind({ classes: [2, 0] }, outputs([1, 2, 3]))
  const scores = new Float64Array(4)
  bound.score(
    { y: { dtype: "float32", shape: [2, 3], data: Float32Array.of(0, 0, 0, 0, 0, Math.log(2)) } },
    2,
    scores,
  )
  const rounded = [...scores].map((score) => Math.round(score * 1e6) / 1e6)
  expect(rounded).toEqual([0.333333, 0.333333, 0.5, 0.25])
})

test("large logits do not overflow", () => {
  expect([...bind({}, outputs([1000, 0])).prediction]).toEqual([1, 0])
})

test("trailing axes of length one do not matter", () => {
  expect(bind({}, outputs([0.5, 0.5], [1, 2, 1, 1])).targets).toEqual([0, 1])
})

test("the top classes are chosen by the prediction, highest first", () => {
  expect(bind({ classes: topClasses(2) }, outputs([0.1, 0.2, 0.7])).targets).toEqual([2, 1])
})

test("an activation that does not fit the outputs is found", () => {
  expect(codes({ activation: "none" }, outputs([-3, 8]))).toContain("LOGITS_AS_PROBABILITIES")
  expect(codes({ activation: "softmax" }, outputs([0.1, 0.9]))).toContain("ACTIVATION_TWICE")
  expect(codes({}, outputs([0.9, 0.8]))).toContain("SEVERAL_LABELS")
  expect(codes({ activation: "softmax" }, outputs([-3, 8]))).toEqual([])
})

test("a wrong number of labels and a low probability are found", () => {
  expect(codes({ labels: 3 }, outputs([0.5, 0.5]))).toContain("CLASS_COUNT_DIFFERS")
  expect(codes({ classes: [0] }, outputs([0.05, 0.95]))).toContain("LOW_CONFIDENCE")
})

const refusals: [string, string, () => unknown, RegExp][] = [
  [
    "a class beyond the last",
    "TARGET_OUT_OF_RANGE",
    () => bind({ classes: [2] }, outputs([1, 2])),
    /has 2, numbered 0 to 1/,
  ],
  ["a negative class", "TARGET_OUT_OF_RANGE", () => bind({ classes: [-1] }, outputs([1, 2])), /class -1/],
  ["NaN for the input", "OUTPUT_NOT_FINITE", () => bind({}, outputs([NaN, 1])), /NaN for class 0.*the input/],
  [
    "infinity for the baseline",
    "OUTPUT_NOT_FINITE",
    () => bind({}, outputs([0, 1]), outputs([0, Infinity])),
    /fully masked/,
  ],
  [
    "an output of another name",
    "OUTPUT_NOT_FOUND",
    () => bind({ output: "z" }, outputs([0, 1])),
    /no output named "z"; it has y/,
  ],
  [
    "an output with positions",
    "OUTPUT_UNSUITABLE",
    () => bind({}, outputs([1, 2, 3, 4], [1, 2, 2])),
    /y \[1, 2, 2\]/,
  ],
  [
    "two outputs and none named",
    "OUTPUT_NOT_CHOSEN",
    () => bind({}, { ...outputs([1, 2]), z: outputs([1])["y"] }),
    /y \[1, 2\], z \[1, 1\]/,
  ],
]
for (const [what, code, act, message] of refusals)
  test(`${what} is refused`, () => {
    expect(act).toThrow(PamiError)
    expect(act).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
  })

test("of two outputs the one with as many classes as labels is taken", () => {
  const two = { ...outputs([1, 2]), features: outputs([1, 2, 3])["y"] }
  expect(bind({ labels: 2 }, two).settings["output"]).toBe("y")
})
