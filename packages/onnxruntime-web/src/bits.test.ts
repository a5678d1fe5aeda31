import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { describe, expect, test } from "vitest"
import { onnxruntimeWeb } from "./index.ts"
import { batches, cases } from "../test/bits.ts"
import { digestOfAnswers } from "../test/inputs.ts"

const script = fileURLToPath(new URL("../test/answers.ts", import.meta.url))

describe.each(cases)("$name", ({ source, pictures, answers }) => {
  test.each(batches)("a batch of %i gives the bits of every platform", async (batch) => {
    const model = await onnxruntimeWeb().load(source)
    expect(await digestOfAnswers(model, pictures, batch)).toBe(answers)
    await model.dispose()
  })
})

// The runtime starts once in a process, with threads that stay.
test.each([1, 2, 3])("%i threads give the same bits", async (threads) => {
  const { stdout } = await promisify(execFile)(process.execPath, ["-C", "source", script, String(threads)])
  expect(JSON.parse(stdout)).toEqual(cases.map((each) => each.answers))
})
