import { expect, test } from "vitest"
import { checkWeightsPath } from "./weights-path.ts"

test.each(["w.bin", "a/b.bin", "./w.bin", "a/../w.bin", "a//b.bin", "..w", "%2e%2e/w.bin"])(
  "weights in %s are inside the model's folder",
  (path) => checkWeightsPath(path, "model.json"),
)

// oxfmt-ignore
test.each([
  "../w.bin", "a/../../w.bin", "./../w.bin", "/etc/passwd", "//host/w.bin", "C:/w.bin", "c:w.bin", "..\\w.bin",
  "http://host/w.bin", "data:,1", "file:w.bin", "w\0.bin", "", ".", "a/..",
])("weights in %j are outside it", (path) => {
  expect(() => checkWeightsPath(path, "model.json")).toThrow(
    expect.objectContaining({ code: "WEIGHTS_OUTSIDE", message: expect.stringContaining(JSON.stringify(path)) }),
  )
})
