import { describe, expect, test } from "vitest"
import { bind, first, type Seen } from "../../test/bind-outputs.ts"
import type { Activation, ClassProbabilityOptions, Finding, TaskFacts } from "../index.ts"

const task = (name: TaskFacts["task"]): ClassProbabilityOptions => ({
  task: { task: name, why: "config.json" },
})
const setActivation =
  'set the activation: "softmax" for exclusive classes, "sigmoid" for several labels, "none" for probabilities, "exp" for their logarithms, "value" for other numbers'
const isGuess = /nothing says|one number( stands|, as)/
const chosen = (message: string): Finding => ({
  code: isGuess.test(message) ? "ACTIVATION_GUESSED" : "ACTIVATION_CHOSEN",
  level: "note",
  message,
  fix: `if that is wrong, ${setActivation}`,
})

describe("the finding says which activation was chosen, and why:", () => {
  const half = [0.5, 0.5]
  test.each<[string, ClassProbabilityOptions, Seen, string, string]>([
    [
      "a regression by its task",
      task("regression"),
      { seen: [0.5, 41] },
      "value",
      'the activation "value" is used for outputs from 0.5 to 41: config.json says regression',
    ],
    [
      "integers",
      {},
      { seen: [-3, 120], dtype: "int8" },
      "value",
      'the activation "value" is used for outputs from -3 to 120: they are integers, as of a quantised model',
    ],
    [
      "probabilities by the graph",
      {},
      { seen: [0.9, 0.9], graph: "softmax" },
      "none",
      `the activation "none" is used for outputs from 0.9 to 0.9: the model's graph ends in a softmax`,
    ],
    [
      "logarithms by the graph",
      {},
      { seen: [-9, -1], graph: "log-softmax" },
      "exp",
      `the activation "exp" is used for outputs from -9 to -1: the model's graph ends in a log-softmax`,
    ],
    [
      "probabilities of a task with several labels",
      task("multi-label"),
      { seen: [0.9, 0.9], probes: [half] },
      "none",
      'the activation "none" is used for outputs from 0.5 to 0.9: config.json says several labels',
    ],
    [
      "logits of several labels",
      task("multi-label"),
      { seen: [2, -2] },
      "sigmoid",
      'the activation "sigmoid" is used for outputs from -2 to 2: config.json says several labels',
    ],
    [
      "logarithms of one label",
      task("single-label"),
      { seen: [Math.log(0.25), Math.log(0.75)] },
      "exp",
      'the activation "exp" is used for outputs from -1.39 to -0.288: their exponentials sum to 1 for all of 2 inputs',
    ],
    [
      "logits of one label",
      task("single-label"),
      { seen: [2, -2] },
      "softmax",
      'the activation "softmax" is used for outputs from -2 to 2: config.json says one label',
    ],
    [
      "one logit of one label",
      task("single-label"),
      { seen: [2] },
      "sigmoid",
      'the activation "sigmoid" is used for outputs from 2 to 2: config.json says one label',
    ],
    [
      "probabilities of one label",
      task("single-label"),
      { seen: half },
      "none",
      'the activation "none" is used for outputs from 0.5 to 0.5: they lie between 0 and 1 for all of 2 inputs and sum to 1',
    ],
    [
      "one probability",
      task("single-label"),
      { seen: [0.75], probes: [[0.25]] },
      "none",
      'the activation "none" is used for outputs from 0.25 to 0.75: they lie between 0 and 1 for all of 3 inputs',
    ],
    [
      "logarithms by their sum",
      {},
      { seen: [Math.log(0.25), Math.log(0.75)] },
      "exp",
      'the activation "exp" is used for outputs from -1.39 to -0.288: their exponentials sum to 1 for all of 2 inputs',
    ],
    [
      "logits",
      {},
      { seen: [2, -2] },
      "softmax",
      'the activation "softmax" is used for outputs from -2 to 2: nothing says what they are',
    ],
    [
      "one number for two labels",
      { labels: 2 },
      { seen: [2] },
      "sigmoid",
      'the activation "sigmoid" is used for outputs from 2 to 2: one number stands for two labels',
    ],
    [
      "one number",
      {},
      { seen: [2] },
      "value",
      'the activation "value" is used for outputs from 2 to 2: one number, as of a regression',
    ],
  ])("%s", async (_, options, seen, activation, message) => {
    const bound = await bind(options, seen)
    expect(bound.activation).toBe(activation)
    expect(bound.findings[0]).toEqual(chosen(message))
  })
})

test("the range in a message is that of all inputs that decided", async () => {
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
    message: `output "y" is an embedding of 2 numbers (its length is 1 for all of 3 inputs). Explain another output, or ${setActivation}.`,
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
    'after the activation "none", outputs from -3 to 8 are values, not probabilities',
    setActivation,
  ],
  [
    "numbers above 0 as logarithms",
    "exp",
    [-3, 8],
    "LOGITS_AS_PROBABILITIES",
    'after the activation "exp", outputs from -3 to 8 are values, not probabilities',
    setActivation,
  ],
  [
    "a softmax of probabilities",
    "softmax",
    [0.25, 0.75],
    "ACTIVATION_TWICE",
    "the outputs are probabilities already; another softmax flattens them",
    setActivation,
  ],
  [
    "a sigmoid of probabilities",
    "sigmoid",
    [0.25, 0.75],
    "ACTIVATION_TWICE",
    "the outputs are probabilities already; another sigmoid flattens them",
    setActivation,
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
