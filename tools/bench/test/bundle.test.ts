import { expect, test } from "vitest"
import { bundleSize } from "../src/bundle.ts"

test("the core stays under 12 KB, minified and gzipped", async () => {
  const [{ bytes }] = await bundleSize()
  expect(bytes).toBeLessThan(12 * 1024)
})
