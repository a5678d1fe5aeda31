import { expect, test } from "vitest"
import { adviceOn, adviceOnKind, fixesOf } from "../../src/ui/logic/fixes.ts"
import { toMessage } from "../../src/ui/logic/error-message.ts"

const finding = (code: string) => ({ code, level: "warning", message: "", fix: "" }) as const

test("a fix is never the mask in force already", () => {
  const masks = fixesOf(finding("BASELINE_SCORES_HIGH"), { mask: "black" }).map(({ change }) => change.mask)
  expect(masks).toEqual(["blur", "white", "mean"])
})

test("what to do is said in the words of the page", () => {
  const guessed = { ...finding("PRESET_GUESSED"), fix: "give --preset" }
  expect(adviceOn(guessed)).not.toContain("--")
  for (const code of ["BATCH_DIFFERS", "CLASS_COUNT_DIFFERS"] as const)
    expect(adviceOn({ ...finding(code), fix: "put a label for it first" })).toBe("put a label for it first")
})

test("advice about an input that is not an image names the settings that it has", () => {
  expect(adviceOnKind(finding("BASELINE_SCORES_HIGH"))).toContain("“Settings”")
  expect(adviceOnKind(finding("PRESET_GUESSED"))).toContain("preprocessor_config.json")
  expect(adviceOnKind(finding("PRESET_GUESSED"))).not.toContain("Which is right?")
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

test.each([
  [
    "INPUT_NOT_CHOSEN",
    "2 inputs could be the image: a, b. Name one.",
    /a, b\. On the command line .*--model-input/,
  ],
  [
    "INPUT_NOT_FED",
    "the input has no feed for scale",
    /for scale\. Give each other input a number, under “Settings”/,
  ],
  [
    "OUTPUT_UNSUITABLE",
    "not y float32. For other tasks, see @pami/targets.",
    /float32\. If the model has another output/,
  ],
])("%s advises in the words of the page", (code, message, text) => {
  expect(toMessage({ code, message }).text).toMatch(text)
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
