import { describe, expect, test } from "vitest"
import { plainInput } from "../../test/fixtures.ts"
import { classProbability } from "../index.ts"
import type {
  Activation,
  ClassProbabilityOptions,
  DType,
  Finding,
  Model,
  TaskFacts,
  Tensors,
} from "../index.ts"

const outputs = (values: readonly number[], dtype: DType = "float32"): Tensors => ({
  y: {
    dtype,
    shape: [1, values.length],
    data: dtype === "int8" ? Int8Array.from(values) : Float32Array.from(values),
  },
})

interface Seen {
  readonly seen: readonly number[]
  readonly masked?: readonly number[]
  readonly probes?: readonly (readonly number[])[]
  readonly graph?: NonNullable<Model["activations"]>[string]
  readonly dtype?: DType
}

/** Binds the target to a model with these outputs. */
async function bind(
  options: ClassProbabilityOptions,
  { seen, masked = seen, probes = [], graph, dtype }: Seen,
) {
  const bound = await classProbability(options).bind({
    original: outputs(seen, dtype),
    baseline: outputs(masked, dtype),
    input: plainInput([1], Float32Array.of(0)),
    model: graph === undefined ? {} : { activations: { y: graph } },
    probes: async () => probes.map((values) => outputs(values, dtype)),
  })
  return { ...bound, activation: bound.settings["activation"] as string }
}
const first = async (options: ClassProbabilityOptions, seen: Seen) => (await bind(options, seen)).findings[0]
const task = (name: TaskFacts["task"]): ClassProbabilityOptions => ({
  task: { task: name, why: "config.json" },
})
const chosen = (message: string): Finding => ({
  code: "ACTIVATION_CHOSEN",
  level: "note",
  message,
  fix: 'if that is wrong, set the activation to one of "softmax", "sigmoid", "exp", "none", "value"',
})

describe("the finding says which activation was chosen, and why:", () => {
  const half = [0.5, 0.5]
  test.each<[string, ClassProbabilityOptions, Seen, string, string]>([
    [
      "a regression by its task",
      task("regression"),
      { seen: [0.5, 41] },
      "value",
      "the outputs from 0.5 to 41 are values, not probabilities: config.json says regression",
    ],
    [
      "integers",
      {},
      { seen: [-3, 120], dtype: "int8" },
      "value",
      "the output is integers (-3 to 120), such as the steps of a quantised model: they are used as they are, not as probabilities",
    ],
    [
      "probabilities by the graph",
      {},
      { seen: [0.9, 0.9], graph: "softmax" },
      "none",
      "the outputs are probabilities already: the model's graph ends in a softmax",
    ],
    [
      "logarithms by the graph",
      {},
      { seen: [-9, -1], graph: "log-softmax" },
      "exp",
      "exp turns the outputs from -9 to -1 into probabilities: the model's graph ends in a LogSoftmax",
    ],
    [
      "probabilities of a task with several labels",
      task("multi-label"),
      { seen: [0.9, 0.9], probes: [half] },
      "none",
      "the outputs are probabilities already: config.json says several labels, and they lie between 0 and 1",
    ],
    [
      "logits of several labels",
      task("multi-label"),
      { seen: [2, -2] },
      "sigmoid",
      "sigmoid turns the outputs from -2 to 2 into probabilities: config.json says several labels",
    ],
    [
      "logarithms of one label",
      task("single-label"),
      { seen: [Math.log(0.25), Math.log(0.75)] },
      "exp",
      "exp turns the outputs from -1.39 to -0.288 into probabilities: their exponentials sum to 1",
    ],
    [
      "logits of one label",
      task("single-label"),
      { seen: [2, -2] },
      "softmax",
      "softmax turns the outputs from -2 to 2 into probabilities: config.json says one label",
    ],
    [
      "one logit of one label",
      task("single-label"),
      { seen: [2] },
      "sigmoid",
      "sigmoid turns the outputs from 2 to 2 into probabilities: config.json says one label",
    ],
    [
      "probabilities of one label",
      task("single-label"),
      { seen: half },
      "none",
      "the outputs are probabilities already: they lie between 0 and 1 and sum to 1 for all of 2 inputs",
    ],
    [
      "one probability",
      task("single-label"),
      { seen: [0.75], probes: [[0.25]] },
      "none",
      "the outputs are probabilities already: they lie between 0 and 1 for all of 3 inputs",
    ],
    [
      "logarithms by their sum",
      {},
      { seen: [Math.log(0.25), Math.log(0.75)] },
      "exp",
      "exp turns the outputs from -1.39 to -0.288 into probabilities: they are logarithms: their exponentials sum to 1 for all of 2 inputs",
    ],
    [
      "logits",
      {},
      { seen: [2, -2] },
      "softmax",
      "softmax turns the outputs from -2 to 2 into probabilities: they are not probabilities, and nothing says what they are",
    ],
    [
      "one number for two labels",
      { labels: 2 },
      { seen: [2] },
      "sigmoid",
      "sigmoid turns the outputs from 2 to 2 into probabilities: one number stands for two labels",
    ],
    [
      "one number",
      {},
      { seen: [2] },
      "value",
      "the output is one number (2 to 2), not between 0 and 1: taken as a value, as of a regression",
    ],
  ])("%s", async (_, options, seen, activation, message) => {
    const bound = await bind(options, seen)
    expect(bound.activation).toBe(activation)
    expect(bound.findings[0]).toEqual(chosen(message))
  })
})

test("the range in a message is that of input and baseline, unless only other inputs show it", async () => {
  expect((await first({}, { seen: [2, -2], probes: [[90, -90]] })).message).toContain("from -2 to 2")
  expect((await first({}, { seen: [0.25, 0.75], probes: [[90, -90]] })).message).toContain("from -90 to 90")
})

test("a graph that ends in a softmax is not believed against outputs outside 0 to 1", async () => {
  expect((await bind({}, { seen: [2, -2], graph: "softmax" })).activation).toBe("softmax")
  expect((await bind({}, { seen: [0.25, 0.75], probes: [[2, 0]], graph: "sigmoid" })).activation).toBe(
    "softmax",
  )
  expect((await bind({}, { seen: [-1, 2], graph: "log-softmax" })).activation).toBe("softmax")
})

test("probabilities are recognised within the rounding of 16 bits", async () => {
  expect((await bind({}, { seen: [0.2496, 0.7461] })).findings[0].code).toBe("ACTIVATION_CHOSEN")
  expect((await bind({}, { seen: [0.24, 0.75] })).findings[0].code).toBe("SEVERAL_LABELS")
  expect((await bind({}, { seen: [-5e-7, 1 + 5e-7] })).activation).toBe("none")
  expect((await bind({}, { seen: [-1e-5, 1] })).activation).toBe("softmax")
  expect((await bind({}, { seen: [0, 1 + 1e-5] })).activation).toBe("softmax")
})

test("probabilities for some inputs and not for others are logits; several labels are a note", async () => {
  expect((await bind({}, { seen: [0.25, 0.75], masked: [0.9, 0.9] })).findings[0].code).toBe("SEVERAL_LABELS")
  expect((await first({}, { seen: [0.9, 0.9], probes: [[0.5, 0.1]] })).message).toContain(
    "for all of 3 inputs but do not sum to 1",
  )
  const logarithms = [Math.log(0.25), Math.log(0.75)]
  expect((await bind({}, { seen: logarithms, probes: [[-1, -1]] })).activation).toBe("softmax")
  expect((await bind(task("single-label"), { seen: logarithms, probes: [[-1, -1]] })).activation).toBe(
    "softmax",
  )
})

test("vectors of length 1 are an embedding, unless there is a label for each number", async () => {
  const seen: Seen = { seen: [0.6, -0.8], masked: [0, -1], probes: [[0.8, 0.6]] }
  await expect(bind({}, seen)).rejects.toMatchObject({
    code: "OUTPUT_UNSUITABLE",
    message:
      'output "y" is an embedding of 2 numbers (its length is 1 for every input that was tried): it has no class to explain. Explain an output with class scores, or set the activation to "value" to explain single numbers of the vector.',
  })
  expect((await bind({ labels: 2 }, seen)).activation).toBe("softmax")
  // Two inputs may have length 1 by chance, and one certain class has it, too.
  expect((await bind({}, { ...seen, probes: [] })).activation).toBe("softmax")
  expect((await bind({}, { seen: [0, 1], masked: [1, 0], probes: [[0, 1]] })).activation).toBe("none")
  expect((await bind({}, { ...seen, probes: [[0.9, 0.6]] })).activation).toBe("softmax")
})

test.each<[string, Activation, number[], string, string, string]>([
  [
    "logits used as probabilities",
    "none",
    [-3, 8],
    "LOGITS_AS_PROBABILITIES",
    "outputs from -3 to 8 are not probabilities, and are used as they are",
    'set the activation to "softmax" (exclusive classes) or "sigmoid" (several labels), or to "value" if they are not logits',
  ],
  [
    "numbers above 0 as logarithms",
    "exp",
    [-3, 8],
    "LOGITS_AS_PROBABILITIES",
    "outputs from -3 to 8 are not logarithms of probabilities: their exponentials exceed 1",
    'set the activation to "softmax"',
  ],
  [
    "a softmax of probabilities",
    "softmax",
    [0.25, 0.75],
    "ACTIVATION_TWICE",
    "the outputs are probabilities already (they sum to 1); another softmax flattens them",
    'set the activation to "none"',
  ],
  [
    "a sigmoid of probabilities",
    "sigmoid",
    [0.25, 0.75],
    "ACTIVATION_TWICE",
    "the outputs are probabilities already (they sum to 1); another sigmoid flattens them",
    'set the activation to "none"',
  ],
])("an activation that does not fit is a warning: %s", async (_, activation, seen, code, message, fix) => {
  expect(await first({ activation }, { seen })).toEqual({ code, level: "warning", message, fix })
})

test.each<[Activation, number[]]>([
  ["none", [0.25, 0.75]],
  ["exp", [-3, 0]],
  ["value", [-3, 8]],
  ["sigmoid", [-3, 8]],
  ["softmax", [0.9, 0.9]],
  ["sigmoid", [0.9]],
])("an activation that fits needs no finding: %s of %j", async (activation, seen) => {
  expect((await bind({ activation, labels: seen.length }, { seen })).findings).toEqual([])
})

test("probabilities after exp have the scale of probabilities, numbers above 1 their own", async () => {
  expect((await bind({ activation: "exp" }, { seen: [-1, -2] })).scale.unit).toBe("probability")
  expect((await bind({ activation: "exp" }, { seen: [1, -2] })).scale.unit).toBe("value")
  expect((await bind({ activation: "none" }, { seen: [0.5, 0.5], masked: [3, 0] })).scale.unit).toBe("value")
})

describe("a masked input that keeps the score is a warning", () => {
  const high = async (
    seen: number[],
    masked: number[],
    options: ClassProbabilityOptions = { activation: "none" },
  ) =>
    (await bind(options, { seen, masked })).findings.find(({ code }) => code === "BASELINE_SCORES_HIGH")
      ?.message

  test("if it scores higher", async () => {
    expect(await high([0.6, 0.4], [0.7, 0.3])).toBe(
      "the fully masked input scores 70.0 % for class 0, the input itself 60.0 %: masking does not remove the evidence",
    )
  })

  test("if over half of the score above chance remains", async () => {
    expect(await high([0.9, 0.1], [0.69, 0.31])).toBe(undefined)
    expect(await high([0.9, 0.1], [0.71, 0.29])).toBe(
      "the fully masked input still scores 71.0 % for class 0, of the 90.0 % of the input itself: most of every part's score comes from the mask, not from the part",
    )
    // Independent labels have no score of chance.
    expect(await high([0.9, 0.8], [0.44, 0.1])).toBe(undefined)
    expect(await high([0.9, 0.8], [0.46, 0.1])).toBeDefined()
  })

  test("but not of values, of the same score, or of a score below chance", async () => {
    expect(await high([5, 3], [7, 3], { activation: "value" })).toBe(undefined)
    expect(await high([0.6, 0.4], [0.6, 0.4])).toBe(undefined)
    expect(await high([0.2, 0.2, 0.2, 0.2, 0.2], [0.19, 0.21, 0.2, 0.2, 0.2])).toBe(undefined)
  })
})

test("a low score of the strongest class is a warning, below a tenth", async () => {
  const many = (top: number) => [top, ...Array.from({ length: 19 }, () => (1 - top) / 19)]
  const found = (await bind({ labels: 20 }, { seen: many(0.09) })).findings.find(
    ({ code }) => code === "LOW_CONFIDENCE",
  )
  expect(found?.message).toBe("the model gives class 0 only 9.0 %: the map shows the little evidence for it")
  expect((await bind({}, { seen: many(0.11) })).findings.map(({ code }) => code)).not.toContain(
    "LOW_CONFIDENCE",
  )
})

test("one number for two classes is a note, with what to do about it", async () => {
  const found = async (labels?: number) =>
    (await bind(labels === undefined ? {} : { labels }, { seen: [0.75] })).findings.find(
      ({ code }) => code === "ONE_NUMBER_FOR_TWO",
    )
  expect((await found())?.fix).toMatch(/name the two classes/)
  expect((await found(2))?.fix).toMatch(/swap the labels/)
  expect(await found(1)).toBe(undefined)
})

test.each([
  [2, /a background class: first.*last/, /add a label/],
  [4, /numbered from 1/, /number the labels from 0/],
  [7, /the labels name 7$/, /use the labels of this model/],
])("3 classes and %i labels: the causes and the fix", async (labels, message, fix) => {
  const { findings } = await bind({ labels, activation: "softmax" }, { seen: [1, 2, 3] })
  expect(findings).toEqual([
    {
      code: "CLASS_COUNT_DIFFERS",
      level: "warning",
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    },
  ])
})

test("classes to keep are numbers of classes, at least one", async () => {
  const keep = (classes: number[]) => bind({ classes }, { seen: [1, 2, 3] })
  await expect(keep([])).rejects.toThrow(/at least one class/)
  await expect(keep([1.5])).rejects.toMatchObject({ code: "TARGET_OUT_OF_RANGE" })
  await expect(keep([3])).rejects.toThrow(/class 3 does not exist: the model has 3, numbered 0 to 2/)
  expect((await keep([2, 0])).settings["classes"]).toEqual([2, 0])
  expect((await bind({ classes: "all" }, { seen: [1, 2, 3] })).settings["classes"]).toBe("all")
})

test("labels name the targets, as far as there are labels", async () => {
  const { targets, prediction } = await bind(
    { labels: ["a", "b"], classes: [1, 2], activation: "none" },
    { seen: [0.25, 0.5, 0.25] },
  )
  expect(targets).toEqual([
    { id: 1, label: "b", score: 0.5 },
    { id: 2, score: 0.25 },
  ])
  expect(prediction).toHaveLength(3)
})

test("the options that were left open are named before they are decided", () => {
  expect(classProbability().settings).toEqual({ output: null, activation: "auto", classes: "all" })
  expect(classProbability({ classes: () => [0], output: "y" }).settings).toEqual({
    output: "y",
    activation: "auto",
    classes: "chosen by the prediction",
  })
})

test("outputs of fewer numbers than the batch has items are refused", async () => {
  const bound = await bind({}, { seen: [1, 2] })
  expect(() => bound.score(outputs([1, 2, 3]), 2, new Float64Array(4))).toThrow(
    'output "y" has 3 numbers for 2 items; for one it has 2',
  )
})
