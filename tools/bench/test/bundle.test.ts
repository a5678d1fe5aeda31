import { expect, test } from "vitest"
import { bundleSize } from "../src/bundle.ts"

// Of 100 bytes, 25 decide what the outputs mean and say when a map is doubtful; 19 compare model and input, batches and
// repeated runs before the sweep; 16 encode, mask and digest the input; 15 are the sweep, 12 the windows, 10 the read-out;
// and 3 are `exp`, `log` and `random`, with the same bits on every engine.
test("what a program imports of the core to explain stays under 16 KB, minified and gzipped", async () => {
  const [toExplain, everything] = await bundleSize()
  expect(toExplain.bytes).toBeLessThan(16 * 1024)
  expect(everything.bytes).toBeLessThan(20.25 * 1024)
})
