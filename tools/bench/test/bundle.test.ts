import { expect, test } from "vitest"
import { bundleSize } from "../src/bundle.ts"

// Of 100 bytes, 25 decide what the outputs mean and say when a map is doubtful; 22 compare model and input, batches and
// repeated runs before the sweep; 17 encode, mask and digest the input; 13 are the sweep, 11 the windows, 5 the read-out,
// 4 the read-out of soft masks, and 3 `exp` and `random`, with the same bits on every engine. 12 of them are the text of
// messages: without any, 12.4 KB.
test("what a program imports of the core to explain stays under 14 KB, minified and gzipped", async () => {
  const [toExplain, everything] = await bundleSize()
  expect(toExplain.bytes).toBeLessThan(14 * 1024)
  expect(everything.bytes).toBeLessThan(19 * 1024)
})
