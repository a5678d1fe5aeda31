import { expect, test } from "vitest"
import { colorize, drawBoundaries, drawSegmentations, overlay } from "../src/index.ts"
import { plain } from "./images.ts"
import { recordingTools, turnsDuring } from "./tools.ts"

const [width, height] = [70, 60]
const image = plain(width, height, [100, 100, 100])
const map = Float32Array.from({ length: width * height }, (_, i) => i)

test("work on an image lets others have their turn in every row", async () => {
  expect(await turnsDuring(() => colorize(map, { width, height }))).toBeGreaterThan(height)
  expect(await turnsDuring(() => overlay(image, map))).toBeGreaterThan(height)
})

test("lines on an image let others have their turn: with the grid's rows, the boundaries and the pixels", async () => {
  const fine = await turnsDuring(() => drawBoundaries(image, new Int32Array(map)))
  // Two looks in a row of 70 pixels, and two in the 4,200 pixels.
  expect(fine).toBeGreaterThanOrEqual(2 * height + 2)
  const grid = { width: 2, height: 2 }
  const coarse = await turnsDuring(() => drawBoundaries(image, new Int32Array(4), { grid }))
  expect(coarse).toBeGreaterThanOrEqual(3 * height + 2)
})

test("a pale area lets others have their turn", async () => {
  const turns = (x: number) =>
    turnsDuring(() =>
      drawSegmentations(
        {
          image,
          geometry: {
            grid: { width: 2, height: 2 },
            picture: image,
            covers: { x, y: 0, width: width - x, height },
            shows: { x: 0, y: 0, width: 2, height: 2 },
          },
          segmentations: [{ name: "a", labels: new Int32Array(4) }],
          panelSide: 70,
          detail: 1,
        },
        recordingTools().tools,
      ),
    )
  expect((await turns(35)) - (await turns(0))).toBeGreaterThanOrEqual(2)
})
