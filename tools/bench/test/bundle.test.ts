import { expect, test } from "vitest"
import { bundleSize } from "../src/bundle.ts"

// A third of it is what says that an answer is doubtful, or refuses it: activations, batches, repeated runs, manifests.
test("the core stays under 18 KB, minified and gzipped", async () => {
  const [{ bytes }] = await bundleSize()
  expect(bytes).toBeLessThan(18 * 1024)
})
