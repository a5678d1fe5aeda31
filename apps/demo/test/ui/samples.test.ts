import { fileURLToPath } from "node:url"
import { decodePicture } from "@pami/image/node"
import { scene } from "@pami/zoo"
import { expect, test } from "vitest"
import { firstSample, idOf, sampleOf, samples } from "../../src/ui/logic/samples.ts"

test("the file of the first image is the scene that its seed stands for, to the pixel", async () => {
  const { width, height, data } = await decodePicture(fileURLToPath(firstSample.address!))
  const drawn = scene(firstSample.seed, { ...firstSample.options, width, height })
  expect(Buffer.compare(Buffer.from(data.buffer, data.byteOffset, data.length), drawn.pixels)).toBe(0)
})

test("an id gives the sample back, and one of nothing gives none", () => {
  for (const sample of [...samples(0), ...samples(3)]) expect(sampleOf(idOf(sample))).toEqual(sample)
  for (const id of ["", "7", "fish", "fish.-1", "fish.1.5", "unicorn.7", `${"fish.".repeat(9)}7`])
    expect(sampleOf(id)).toBeUndefined()
})
