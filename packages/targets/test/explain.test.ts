import { average, contractVersion, denseInput, explain, fixedPartitions, fromLabels, peak } from "@pami/core"
import type { Model } from "@pami/core"
import { expect, test } from "vitest"
import { detectedObjects } from "../src/index.ts"

// Two bright squares of 4 x 4 on 12 x 24 pixels; a part is a square of 4 x 4.
const [rows, columns] = [12, 24]
const squares = [
  { x: 4, y: 4 },
  { x: 16, y: 8 },
]
const isIn = ({ x, y }: { x: number; y: number }, unit: number) =>
  Math.floor((unit % columns) / 4) * 4 === x && Math.floor(unit / columns / 4) * 4 === y
const original = Float32Array.from({ length: rows * columns }, (_, unit) =>
  squares.some((square) => isIn(square, unit)) ? 1 : 0,
)
const input = denseInput({
  name: "x",
  units: [rows, columns],
  planes: 1,
  inner: 1,
  shape: [1, rows, columns],
  original,
  baseline: new Float32Array(original.length),
})
const partitioner = fixedPartitions([
  fromLabels(
    Int32Array.from(
      original,
      (_, unit) => Math.floor(unit / columns / 4) * 6 + Math.floor((unit % columns) / 4),
    ),
    [rows, columns],
  ),
])

/** A detector with its suppression inside: a row for each square that it sees, without a batch axis. */
const detector: Model = {
  contract: contractVersion,
  backend: "test",
  inputs: [{ name: "x", dtype: "float32", shape: [null, 1, rows, columns] }],
  outputs: [{ name: "rows", dtype: "float32", shape: [null, 6] }],
  limits: { preferredBatch: 8 },
  digest: "sha256:test",
  settings: {},
  async run({ x: { data, shape } }) {
    const found = Array.from({ length: shape[0] }, (_, item) =>
      squares.flatMap(({ x, y }, cls) =>
        Number(data[item * rows * columns + y * columns + x]) > 0.5
          ? [[x, y, x + 4, y + 4, cls === 0 ? 0.875 : 0.75, cls]]
          : [],
      ),
    ).flat()
    return {
      rows: { dtype: "float32", shape: [found.length, 6], data: Float32Array.from(found.flat()) },
    }
  },
  async dispose() {},
}

test("rows without a batch axis are swept one item at a time, and each object has its map from one sweep", async () => {
  const { targets, findings, passes, ...rest } = await explain({
    model: detector,
    input,
    target: detectedObjects({ labels: ["left", "right"] }),
    partitioner,
  })
  expect(passes).toBe(18)
  expect(targets).toEqual([
    { id: 0, label: "left", box: { x: 4, y: 4, width: 4, height: 4 }, score: 0.875 },
    { id: 1, label: "right", box: { x: 16, y: 8, width: 4, height: 4 }, score: 0.75 },
  ])
  expect(findings.map(({ code }) => code)).toContain("BATCH_FAILS")
  const explanation = { targets, findings, passes, ...rest }
  for (const [id, square] of squares.entries()) {
    const map = average(explanation, id)
    expect(isIn(square, peak(map))).toBe(true)
    expect(map.filter((value) => value > 0)).toHaveLength(16)
  }
})
