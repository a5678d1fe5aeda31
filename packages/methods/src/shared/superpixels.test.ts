import { denseInput } from "@pami/core"
import type { Values } from "@pami/core"
import { expect, test } from "vitest"
import { superpixels } from "../index.ts"

test("an input is segmented once for each number of segments, and another input anew", async () => {
  let asked = 0
  const noise = (seed: number) => {
    const data = Float32Array.from({ length: 144 }, (_, unit) => ((unit * unit * seed) % 251) / 251)
    const values = (): Values => ({ shape: [12, 12], channels: 1, data: (asked++, data) })
    const item = { units: [12, 12], planes: 1, inner: 1, shape: [12, 12], original: data }
    return denseInput({ name: "x", ...item, baseline: new Float32Array(144), values })
  }
  const labels = async (input: ReturnType<typeof noise>, segments: number) => {
    for await (const partition of superpixels(segments).partitions(input)) return partition
    return undefined
  }
  const input = noise(7)
  const first = await labels(input, 9)
  expect(await labels(input, 9)).toEqual(first)
  expect(asked).toBe(1)
  expect(await labels(input, 4)).not.toEqual(first)
  await labels(noise(5), 9)
  expect(asked).toBe(3)
})
