import { expect, test } from "vitest"
import { decodeVolume } from "../src/index.ts"
import { gzip } from "../test/gzip.ts"
import { niftiFile } from "../test/nifti.ts"

const file = niftiFile({ sides: [9, 8, 7], slope: 2 })
const noisy = niftiFile({
  sides: [20, 20, 20],
  write: (view, at, index, little) => view.setInt16(at, (index * 7919) % 30_011, little),
})
const refused = (code: string) => expect.objectContaining({ code })

test("a compressed volume is that of its file", async () => {
  const { shape, data } = await decodeVolume(await gzip(file))
  expect(shape).toEqual([7, 8, 9])
  expect([...data]).toEqual(Array.from({ length: 504 }, (_, i) => 2 * i))
})

test("truncated files have another code than broken ones", async () => {
  const compressed = await gzip(noisy)
  for (const length of [5, 300, compressed.length - 400])
    await expect(decodeVolume(compressed.subarray(0, length))).rejects.toEqual(refused("VOLUME_TRUNCATED"))
  const broken = compressed.slice().fill(0xff, 12, 60)
  await expect(decodeVolume(broken)).rejects.toEqual(refused("VOLUME_INVALID"))
})
