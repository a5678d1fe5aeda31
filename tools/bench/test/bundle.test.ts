import { expect, test } from "vitest"
import { bundleSize } from "../src/bundle.ts"

// Two fifths of it say that an answer is doubtful, or refuse it: activations, batches, repeated runs.
test("what a program imports of the core to explain stays under 17 KB, minified and gzipped", async () => {
  const [toExplain, everything] = await bundleSize()
  expect(toExplain.bytes).toBeLessThan(17 * 1024)
  expect(everything.bytes).toBeLessThan(21 * 1024)
})
