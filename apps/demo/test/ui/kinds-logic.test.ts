import { describe, expect, test } from "vitest"
import { keptUnits, runsOf } from "../../src/ui/kinds/logic/kept-units.ts"
import { timesOf } from "../../src/ui/kinds/logic/times-of.ts"
import { curve, extentOf } from "../../src/ui/kinds/logic/curve.ts"
import { gridOf, heatOf, wordsAt } from "../../src/ui/kinds/logic/grid.ts"
import { rangeOfMap } from "../../src/ui/kinds/logic/map-range.ts"
import { moved } from "../../src/ui/kinds/logic/moved.ts"
import { noteOnRole } from "../../src/ui/logic/note-on-role.ts"
import { questionsAboutInput } from "../../src/ui/questions/about-inputs.ts"
import { readableOn } from "../../src/ui/kinds/logic/readable.ts"
import { textNames } from "../../src/ui/kinds/logic/text-names.ts"
import { sortFiles } from "../../src/ui/logic/classify-files.ts"

test("a curve keeps the lowest and the highest value of each column", () => {
  const values = new Float32Array(4000)
  values[2001] = 1
  values[2002] = -1
  const lane = { channel: 0, channels: 1 }
  const path = curve(values, lane, extentOf(values, lane, true))
  expect(path).toContain("500.5 100.0L500.5 0.0")
  expect(path.split("L").length).toBeLessThan(1010)
})

test("the extent of a channel leaves out the others", () => {
  expect(extentOf(Float32Array.of(1, 100, 3, 200), { channel: 0, channels: 2 }, false)).toEqual({
    min: 1,
    max: 3,
  })
})

test("channels have their own heat, frequencies lie with the high ones on top", () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6)
  const time = { name: "time", unit: "s", start: 0.5, step: 1 }
  const channels = [time, { name: "channel", labels: ["a", "b", "c"] }]
  expect([...heatOf(values, gridOf(values, channels), 1)]).toEqual([2, 5])
  expect(wordsAt(1, values, gridOf(values, channels), channels)).toBe("1.50 s: a 4.00, b 5.00, c 6.00")
  const bands = [time, { name: "frequency", unit: "Hz", labels: [10, 20, 30] }]
  expect([...heatOf(values, gridOf(values, bands), 0)]).toEqual([3, 6, 2, 5, 1, 4])
})

test("a diverging range lies around zero; gaps do not count", () => {
  expect(rangeOfMap([NaN, -0.5, 0.25], "blue-red")).toEqual({ min: -0.5, max: 0.5 })
  expect(rangeOfMap([NaN, 0.25, 0.5], "viridis")).toEqual({ min: 0.25, max: 0.5 })
  expect(rangeOfMap(undefined, "viridis")).toEqual({ min: 0, max: 1 })
})

test("keys move within the list", () => {
  expect(moved("ArrowRight", 1, 3)).toBe(2)
  expect(moved("ArrowRight", 2, 3)).toBe(2)
  expect(moved("Home", 2, 3)).toBe(0)
  expect(moved("a", 2, 3)).toBeNull()
})

test("words can be read on both ends of a colour map", () => {
  expect(readableOn("rgb(68 1 84)")).toBe("#fff")
  expect(readableOn("rgb(253 231 37)")).toBe("#000")
})

test("a model that marks a place asks for a question and its context", () => {
  const output = (name: string) => ({ name, dtype: "float32", shape: [null] }) as const
  expect(textNames({ outputs: [output("start_logits"), output("end_logits")] })).toEqual([
    "question",
    "context",
  ])
  expect(textNames({ outputs: [output("logits")] })).toEqual(["text"])
})

test("several outputs are a question, inputs beside the data are fields", () => {
  const tensor = (name: string, shape: readonly (number | null)[]) =>
    ({ name, dtype: "float32", shape }) as const
  const known = {
    facts: {
      // The tokenizer fills one of them.
      inputs: [tensor("signal", [null, 128, 4]), tensor("age", [null, 1]), tensor("input_ids", [null, null])],
      outputs: [tensor("a", [null, 2]), tensor("b", [null, 3])],
      kinds: [{ value: "series", why: "" }],
    },
    seen: null,
    options: { output: "b" },
  } as const
  const { questions, feeds } = questionsAboutInput({ ...known, isOwn: true })
  expect(feeds).toEqual(["age"])
  const output = questions.find(({ about }) => about === "output")!
  expect(output.answers.map(({ label, isUsed }) => [label, isUsed])).toEqual([
    ["Automatic", false],
    ["a", false],
    ["b", true],
  ])
  expect(output.isPressing).toBe(true)
  // The gallery knows its own models.
  const ofGallery = questionsAboutInput({ ...known, isOwn: false })
  expect(ofGallery.questions.some(({ isPressing }) => isPressing)).toBe(false)
})

test("an image beside other inputs may be normalized in several ways", () => {
  const known = {
    facts: { inputs: [], outputs: [], kinds: [{ value: "image", why: "" }] },
    seen: null,
    options: { preset: "caffe" },
    isOwn: true,
  } as const
  const { questions } = questionsAboutInput(known)
  const { answers, isPressing } = questions.find(({ about }) => about === "preset")!
  expect(answers.find(({ isUsed }) => isUsed)?.change).toEqual({ preset: "caffe" })
  expect(answers.map(({ label }) => label)).toContain("ImageNet: mean and deviation")
  expect(isPressing).toBe(true)
})

test("each kind of input is offered its own masks", () => {
  const masks = (content: object, task?: string) => {
    const known = {
      facts: { inputs: [], outputs: [], kinds: [{ value: "text", why: "" }] },
      seen: { content, recipe: { task: task && { name: task } }, findings: [] },
      options: { mask: "delete" },
      isOwn: false,
    }
    const { questions } = questionsAboutInput(known as never)
    return questions.find(({ about }) => about === "mask")?.answers.map(({ label }) => label)
  }
  expect(masks({ kind: "text" })).toEqual(["Automatic", "Unknown token", "Left out"])
  expect(masks({ kind: "text" }, "token-classification")).toEqual(["Automatic", "Unknown token"])
  expect(masks({ kind: "series", isSound: true })).toEqual(["Automatic", "Noise"])
  expect(masks({ kind: "volume" })).toEqual(["Automatic", "Mean", "Minimum", "Noise"])
  expect(masks({ kind: "table" })).toBeUndefined()
})

describe("roles of own files", () => {
  const file = (name: string, text: string | null) => ({ name, size: 10, head: new Uint8Array(8), text })
  test.each([
    ["word.wav", null],
    ["signal.npy", null],
    ["brain.nii.gz", null],
    ["rows.csv", "a,b,c\n1,2,3\n4,5,6"],
    ["note.txt", "We went there in the morning with all of them, and the acting was wonderful."],
  ])("%s is an input", (name, text) => {
    expect(sortFiles([file(name, text)])).toMatchObject({ inputs: [{ name }], labels: null })
  })
  test("a text that is taken for an input says so, and how to have it name classes", () => {
    expect(noteOnRole(file("rows.csv", "a,b,c\n1,2,3"))?.text).toContain("labels.csv")
    expect(noteOnRole(file("note.txt", "word ".repeat(13)))?.text).toContain("labels.txt")
  })
  test.each([
    ["labels.txt", "tench, Tinca tinca\ngoldfish"],
    ["classes.csv", "index,name\n0,cat\n1,dog"],
    ["imagenet_classes.txt", "word ".repeat(30)],
  ])("%s names classes", (name, text) => {
    expect(sortFiles([file(name, text)])).toMatchObject({ inputs: [], labels: { name } })
    expect(noteOnRole(file(name, text))).toBeNull()
  })
})

test("a part shows its units, or all others, and its times in words", () => {
  const part = Int32Array.of(1, 3, 4, 5)
  expect(keptUnits(part, 5, false)).toEqual([false, true, true, false, true])
  expect(keptUnits(part, 5, true)).toEqual([true, false, false, true, false])
  const runs = runsOf(keptUnits(part, 5, false))
  expect(runs).toEqual([
    [1, 3],
    [4, 5],
  ])
  // The middle of the first step is at .05 s.
  expect(timesOf(runs, { name: "time", unit: "s", start: 0.05, step: 0.1 })).toBe(
    "0.100 to 0.300, 0.400 to 0.500 s",
  )
  expect(timesOf(runs, { name: "step", start: 0, step: 1 })).toBe("Steps 1 to 2, 4 to 4")
})
