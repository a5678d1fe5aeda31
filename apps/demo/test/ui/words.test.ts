import { expect, test } from "vitest"
import { adviceOn, fixesOf } from "../../src/ui/logic/fixes.ts"
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
