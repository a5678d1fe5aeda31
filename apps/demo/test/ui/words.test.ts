import { expect, test } from "vitest"
import { adviceOn, fixesOf, fixesOfError, titleOf } from "../../src/ui/logic/fixes.ts"
import { toMessage } from "../../src/ui/logic/error-message.ts"
import { defaults } from "../../src/ui/logic/settings.ts"

const finding = (code: Parameters<typeof fixesOf>[0]["code"]) =>
  ({ code, level: "warning", message: "", fix: "" }) as const

test("logits are mended by a softmax, one button", () => {
  expect(titleOf(finding("LOGITS_AS_PROBABILITIES"))).toBe("Outputs look like logits")
  expect(fixesOf(finding("LOGITS_AS_PROBABILITIES"), defaults.settings)[0]).toEqual({
    label: "Apply softmax",
    change: { activation: "softmax" },
  })
})

test("a fix is never what is in force already", () => {
  const settings = { ...defaults.settings, mask: "black", preset: "0-1" } as const
  expect(fixesOf(finding("BASELINE_SCORES_HIGH"), settings).map(({ change }) => change.mask)).not.toContain(
    "black",
  )
  expect(fixesOf(finding("LOW_CONFIDENCE"), settings).map(({ change }) => change.preset)).toEqual([
    "imagenet",
    "-1-1",
    "0-255",
  ])
})

test("what to do is said in the words of the page", () => {
  const guessed = { ...finding("PRESET_GUESSED"), fix: "give --preset" }
  expect(adviceOn(guessed)).not.toContain("--")
  for (const code of ["BATCH_DIFFERS", "CLASS_COUNT_DIFFERS"] as const)
    expect(adviceOn({ ...finding(code), fix: "put a label for it first" })).toBe("put a label for it first")
})

test("an image that the model ignores may lie the other way round", () => {
  const layouts = (layout: "nchw" | "nhwc" | null) =>
    fixesOf(finding("INPUT_IGNORED"), { ...defaults.settings, layout }).map(({ change }) => change.layout)
  expect(layouts(null)).toContain("nhwc")
  expect(layouts("nhwc")).toContain("nchw")
})

test("an error says what, why, and its code", () => {
  expect(toMessage({ code: "MODEL_TRUNCATED", message: "the file stops at byte 9" })).toEqual({
    title: "Truncated model file",
    text: "The file stops at byte 9.",
    code: "MODEL_TRUNCATED",
  })
  expect(toMessage(new Error("boom"))).toEqual({ title: "Something went wrong", text: "Boom.", code: null })
  expect(toMessage({ code: "MODEL_TRUNCATED", message: "resnet.onnx is damaged" }).text).toBe(
    "resnet.onnx is damaged.",
  )
})

test.each([
  new RangeError("Array buffer allocation failed"),
  new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded"),
  { code: "MODEL_FAILED", message: "onnxruntime failed while running a.onnx: std::bad_alloc" },
  { code: "MODEL_FAILED", message: "it stopped with number 8314224, as when memory runs out" },
  { code: "OUT_OF_MEMORY", message: "the browser has no memory left for this" },
])("an exhausted memory is reported as that: $message", (error) => {
  const { code, text } = toMessage(error)
  expect(code).toBe("OUT_OF_MEMORY")
  expect(text).toMatch(/^Close other tabs, or use a smaller/)
})

test("where the model has several outputs each other one is offered", () => {
  const labels = (output: string | null) =>
    fixesOfError("OUTPUT_NOT_CHOSEN", { ...defaults.settings, output }, ["logits", "features\u202e"]).map(
      ({ label }) => label,
    )
  expect(labels(null)).toEqual(["Explain output logits", "Explain output features\\u202e"])
  expect(labels("logits")).toHaveLength(1)
})

test("of several outputs one was taken: each other one is offered", () => {
  const settings = { ...defaults.settings, output: "a" }
  expect(fixesOf(finding("OUTPUT_CHOSEN"), settings, ["a", "b"])).toEqual([
    { label: "Explain output b", change: { output: "b" } },
  ])
})

test("a reading of the outputs that does not suit has buttons for the others", () => {
  const offered = (code: string, activation: "auto" | "softmax") =>
    fixesOfError(code, { ...defaults.settings, activation }).map(({ change }) => change.activation)
  expect(offered("ACTIVATION_UNSUITABLE", "softmax")).toEqual(["auto", "sigmoid", "none", "value"])
  expect(offered("OUTPUT_UNSUITABLE", "auto")).toEqual(["value"])
  const logits = fixesOf(finding("LOGITS_AS_PROBABILITIES"), defaults.settings)
  expect(logits.at(-1)?.change).toEqual({ activation: "value" })
})

test.each(["INPUT_NOT_CHOSEN", "INPUT_NOT_FED"])("%s names the way that there is elsewhere", (code) => {
  const { text } = toMessage({ code, message: "2 inputs could be the image: a, b. Name one." })
  expect(text).toContain("a, b. This page can only give the model one image")
  expect(text).toContain("--model-input NAME --feed OTHER=VALUE")
})

test("a file that can no longer be read is said to be that, and no name of a code is made up", () => {
  expect(toMessage(new DOMException("gone", "NotFoundError"))).toMatchObject({
    title: "Cannot read the file",
    code: "FILE_UNREADABLE",
  })
  expect(toMessage({ code: "constructor", message: "x" }).title).toBe("Something went wrong")
  expect(toMessage({ code: "TOO_EARLY", message: "open a model first" }).title).not.toBe(
    "Something went wrong",
  )
})
