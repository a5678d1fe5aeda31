import { fileURLToPath } from "node:url"
import { decodePicture } from "@pami/image/node"
import { scene } from "@pami/zoo"
import { expect, test } from "vitest"
import { firstSample } from "../../src/ui/logic/samples.ts"

test("the file of the first image is the scene that its seed stands for, to the pixel", async () => {
  const { width, height, data } = await decodePicture(fileURLToPath(firstSample.address!))
  const drawn = scene(firstSample.seed, { ...firstSample.options, width, height })
  expect(Buffer.compare(Buffer.from(data.buffer, data.byteOffset, data.length), drawn.pixels)).toBe(0)
})
