import { expect, test } from "vitest"
import { plainInput } from "../../test/fixtures.ts"
import { classProbability, formatScore, topClasses } from "../index.ts"
import type { Activation, ClassProbabilityOptions, Model, TargetInfo, TaskFacts, Tensors } from "../index.ts"

const outputs = (values: number[], shape = [1, values.length]): Tensors => ({
  y: { dtype: "float32", shape, data: Float32Array.from(values) },
})
interface Others {
  masked?: Tensors
  probes?: readonly Tensors[]
  activations?: NonNullable<Model["activations"]>
}
const bind = async (
  options: ClassProbabilityOptions,
  seen: Tensors,
  { masked = seen, probes = [], activations }: Others = {},
) =>
  await classProbability(options).bind({
    original: seen,
    baseline: masked,
    input: plainInput([1], Float32Array.of(0)),
    model: activations === undefined ? {} : { activations },
    probes: async () => probes,
  })
const codes = async (options: ClassProbabilityOptions, seen: Tensors, others?: Others) =>
  (await bind(options, seen, others)).findings.map(({ code }) => code)
const decided = async (options: ClassProbabilityOptions, seen: number[], others?: Others) =>
  (await bind(options, outputs(seen), others)).settings["activation"] as Activation
const predicted = (bound: { readonly prediction?: readonly TargetInfo[] }) =>
  bound.prediction!.map(({ score }) => score)
const ids = (bound: { readonly targets: readonly TargetInfo[] }) => bound.targets.map(({ id }) => id)
const rounded = (scores: Iterable<number>) => [...scores].map((score) => Math.round(score * 1e6) / 1e6)

test("logits get a softmax, probabilities and numbers with a unit are left alone", async () => {
  const logits = await bind({}, outputs([0, Math.log(3)]))
  expect(rounded(predicted(logits))).toEqual([0.25, 0.75])
  expect(logits.settings["activation"]).toBe("softmax")
  const probabilities = await bind({}, outputs([0.25, 0.75]))
  expect(predicted(probabilities)).toEqual([0.25, 0.75])
  expect(probabilities.settings["activation"]).toBe("none")
  expect(probabilities.scale).toEqual({ unit: "probability", range: [0, 1] })
  const age = await bind({}, outputs([34.5]))
  expect(predicted(age)).toEqual([34.5])
  expect(age.settings["activation"]).toBe("value")
  expect(formatScore(predicted(age)[0], age.scale)).toBe("34.5")
})

test("logarithms of probabilities are recognised by their sum, and by the graph", async () => {
  const logs = await bind({}, outputs([Math.log(0.25), Math.log(0.75)]))
  expect(rounded(predicted(logs))).toEqual([0.25, 0.75])
  expect(logs.settings["activation"]).toBe("exp")
  expect(await decided({}, [-3, -0.05], { activations: { y: "log-softmax" } })).toBe("exp")
})

test("artificial inputs are asked for only where the outputs leave the activation open", async () => {
  const asks = async (seen: number[], masked: number[]) => {
    let asked = false
    await classProbability().bind({
      original: outputs(seen),
      baseline: outputs(masked),
      input: plainInput([1], Float32Array.of(0)),
      model: {},
      probes: async () => {
        asked = true
        return []
      },
    })
    return asked
  }
  expect(await asks([0.25, 0.75], [0.5, 0.5])).toBe(true)
  expect(await asks([-1, -2], [-3, -4])).toBe(true)
  expect(await asks([0.6, -0.8], [1, 0])).toBe(true)
  expect(await asks([3, -2], [0.5, 0.5])).toBe(false)
  expect(await asks([0.25, 0.75], [0.5, 7])).toBe(false)
})

test("the task says more than the graph, the graph more than the numbers", async () => {
  const task = (task: TaskFacts["task"]) => ({ task: { task, why: "its config" } })
  expect(await decided(task("multi-label"), [-1, 2])).toBe("sigmoid")
  // Two numbers between 0 and 1 may be logits, unless other inputs give them too.
  expect(await decided(task("multi-label"), [0.9, 0.8])).toBe("sigmoid")
  expect(await decided(task("multi-label"), [0.9, 0.8], { probes: [outputs([0.1, 0.7])] })).toBe("none")
  expect(await decided(task("single-label"), [-1, 2])).toBe("softmax")
  expect(await decided(task("single-label"), [0.9, 0.8])).toBe("softmax")
  expect(await decided(task("single-label"), [3])).toBe("sigmoid")
  expect(await decided(task("regression"), [0.4])).toBe("value")
  expect(await decided({}, [0.9, 0.8], { activations: { y: "sigmoid" } })).toBe("none")
  const { findings } = await bind(task("multi-label"), outputs([-1, 2]))
  expect(findings[0]).toMatchObject({
    code: "ACTIVATION_CHOSEN",
    message: expect.stringMatching("its config"),
  })
})

test("numbers that look like probabilities for one input are none when another input shows otherwise", async () => {
  expect(await decided({}, [0.9, 0.8], { probes: [outputs([4, -2])] })).toBe("softmax")
  expect(await decided({}, [0.9], { probes: [outputs([41])] })).toBe("value")
  // A model may have no answer for what is made up.
  expect(await decided({}, [0.25, 0.75], { probes: [outputs([NaN, 1])] })).toBe("none")
})

test("one number for two labels is the second's probability, and the first has the rest", async () => {
  for (const shape of [[1, 1], [1], [1, 1, 1, 1]]) {
    const bound = await bind({ labels: 2 }, outputs([0.8], shape))
    expect(rounded(predicted(bound))).toEqual([0.2, 0.8])
    expect(ids(bound)).toEqual([0, 1])
    const scores = new Float64Array(4)
    bound.score({ y: { dtype: "float32", shape: [2, 1], data: Float32Array.of(0.9, 0.3) } }, 2, scores)
    expect(rounded(scores)).toEqual([0.1, 0.9, 0.7, 0.3])
  }
  const logit = await bind({ labels: 2 }, outputs([Math.log(3)]))
  expect(rounded(predicted(logit))).toEqual([0.25, 0.75])
  expect(logit.settings["activation"]).toBe("sigmoid")
  // One label is that number's own.
  expect(rounded(predicted(await bind({ labels: 1 }, outputs([0.8]))))).toEqual([0.8])
})

test("the first of two classes alone can be scored", async () => {
  const bound = await bind({ labels: 2, classes: [0] }, outputs([0.8]))
  const scores = new Float64Array(1)
  bound.score(outputs([0.75]), 1, scores)
  expect([...scores]).toEqual([0.25])
})

test("integers are used as they are, not as probabilities", async () => {
  const quantised = { y: { dtype: "uint8", shape: [1, 3], data: Uint8Array.of(3, 250, 2) } } as const
  const bound = await bind({}, quantised)
  expect(predicted(bound)).toEqual([3, 250, 2])
  expect(bound.scale.unit).toBe("value")
})

test("one batch gives every class of every item its score", async () => {
  const bound = await bind({ classes: [2, 0] }, outputs([1, 2, 3]))
  const scores = new Float64Array(4)
  bound.score(
    { y: { dtype: "float32", shape: [2, 3], data: Float32Array.of(0, 0, 0, 0, 0, Math.log(2)) } },
    2,
    scores,
  )
  expect(rounded(scores)).toEqual([0.333333, 0.333333, 0.5, 0.25])
})

test("large logits do not overflow", async () => {
  expect(predicted(await bind({}, outputs([1000, 0])))).toEqual([1, 0])
})

test("trailing axes of length one do not matter", async () => {
  expect(ids(await bind({}, outputs([0.5, 0.5], [1, 2, 1, 1])))).toEqual([0, 1])
})

test("the top classes are chosen by the prediction, highest first", async () => {
  expect(ids(await bind({ classes: topClasses(2) }, outputs([0.1, 0.2, 0.7])))).toEqual([2, 1])
})

test("of very many classes the strongest are kept, unless all are asked for", async () => {
  const many = outputs(Array.from({ length: 200_000 }, (_, i) => (i % 1999) / 100))
  const bound = await bind({}, many)
  expect(bound.targets).toHaveLength(2000)
  expect((bound.targets[0].id as number) % 1999).toBe(1998)
  expect(bound.findings.map(({ code }) => code)).toContain("CLASSES_LIMITED")
  expect((await bind({ classes: "all" }, many)).targets).toHaveLength(200_000)
})

test("an activation that does not fit the outputs is found", async () => {
  expect(await codes({ activation: "none" }, outputs([-3, 8]))).toContain("LOGITS_AS_PROBABILITIES")
  expect(await codes({ activation: "exp" }, outputs([-3, 8]))).toContain("LOGITS_AS_PROBABILITIES")
  expect((await bind({ activation: "none" }, outputs([-3, 8]))).scale.unit).toBe("value")
  expect(await codes({ activation: "softmax" }, outputs([0.1, 0.9]))).toContain("ACTIVATION_TWICE")
  expect(await codes({}, outputs([0.9, 0.8]))).toContain("SEVERAL_LABELS")
  expect(await codes({ activation: "softmax" }, outputs([-3, 8]))).toEqual([])
})

test("one label more than classes may be numbered from 1", async () => {
  const { findings } = await bind({ labels: 3 }, outputs([0.25, 0.75]))
  expect(findings?.find(({ code }) => code === "CLASS_COUNT_DIFFERS")?.fix).toContain("from 0 on")
})

test("a wrong number of labels and a low probability are found", async () => {
  expect(await codes({ labels: 3 }, outputs([0.5, 0.5]))).toContain("CLASS_COUNT_DIFFERS")
  expect(await codes({ classes: [0] }, outputs([0.05, 0.95]))).toContain("LOW_CONFIDENCE")
  // A small value says nothing about confidence.
  expect(await codes({ classes: [0], activation: "value" }, outputs([0.05, 3]))).toEqual([])
})

const vector = [0.6, -0.8]
const refusals: [string, string, () => unknown, RegExp][] = [
  [
    "a class beyond the last",
    "TARGET_OUT_OF_RANGE",
    () => bind({ classes: [2] }, outputs([1, 2])),
    /has 2, numbered 0 to 1/,
  ],
  ["a negative class", "TARGET_OUT_OF_RANGE", () => bind({ classes: [-1] }, outputs([1, 2])), /class -1/],
  [
    "NaN for the input",
    "OUTPUT_NOT_FINITE",
    () => bind({}, outputs([NaN, 1])),
    /the input scores NaN for class 0/,
  ],
  [
    "infinity for the baseline",
    "OUTPUT_NOT_FINITE",
    () => bind({}, outputs([0, 1]), { masked: outputs([0, Infinity]) }),
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
    /y float32 \[1, 2, 2\]/,
  ],
  [
    "two outputs and none named",
    "OUTPUT_NOT_CHOSEN",
    () => bind({}, { ...outputs([1, 2]), z: outputs([1])["y"] }),
    /y float32 \[1, 2\], z float32 \[1, 1\]/,
  ],
  [
    "the number of the winning class",
    "OUTPUT_UNSUITABLE",
    () => bind({}, { label: { dtype: "int64", shape: [1], data: BigInt64Array.of(3n) } }),
    /label int64 \[N\]|label int64 \[1\]/,
  ],
  [
    "a softmax of one number",
    "ACTIVATION_UNSUITABLE",
    () => bind({ activation: "softmax" }, outputs([3])),
    /one number is always 1/,
  ],
  [
    "vectors of length 1",
    "OUTPUT_UNSUITABLE",
    () => bind({}, outputs(vector), { probes: [outputs([0.8, 0.6])] }),
    /embedding of 2 numbers/,
  ],
  [
    "what its files call an embedding",
    "OUTPUT_UNSUITABLE",
    () => bind({ task: { task: "embedding", why: "its architecture" } }, outputs([3, 4])),
    /its architecture/,
  ],
]
for (const [what, code, act, message] of refusals)
  test(`${what} is refused`, async () => {
    await expect(act()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

test("of two outputs the one with as many classes as labels is chosen, or the one that is not an embedding", async () => {
  const two = { ...outputs([1, 2]), features: outputs([1, 2, 3])["y"] }
  expect((await bind({ labels: 2 }, two)).settings["output"]).toBe("y")
  const pair = (scores: number[], features: number[]) => ({
    y: outputs(scores)["y"],
    f: outputs(features)["y"],
  })
  const probes = [pair([3, 1], [0, -1]), pair([0, 1], [-1, 0])]
  const bound = await bind({}, pair([5, 2], vector), { probes })
  expect(bound.settings["output"]).toBe("y")
  expect(bound.findings[0].code).toBe("OUTPUT_CHOSEN")
})
