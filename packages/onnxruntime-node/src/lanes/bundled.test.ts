import { pathToFileURL } from "node:url"
import { tmpdir } from "node:os"
import { expect, test } from "vitest"
import { findWorker } from "./lanes.ts"

test.each([
  ["a module far from its files", pathToFileURL(`${tmpdir()}/server.js`).href],
  ["CommonJS", undefined],
])("bundled into %s, the error names the option of the bundler", (_, here) => {
  expect(() => findWorker(here)).toThrow(
    expect.objectContaining({
      code: "BACKEND_UNAVAILABLE",
      message: expect.stringContaining("--external:@pami/onnxruntime-node"),
    }),
  )
})
