import { expect, test } from "vitest"
import { bind, codes, refusal, round, scoresOf, tensor } from "../../test/bind.ts"
import { detectedObjects, type DetectedObjectsOptions } from "./detected-objects.ts"
import { detectionFormat } from "./detection-format.ts"

// An input of 96 rows and 160 columns: 240 + 60 + 15 cells at strides 8, 16 and 32.
const units = [96, 160]
const cells = 315

/** The object, 40 wide and 20 high from (20, 30), then moved right by half its width: IoU 1/3. */
const [box, moved] = [
  { x: 20, y: 30, width: 40, height: 20 },
  { x: 40, y: 30, width: 40, height: 20 },
]
type Box = typeof box
const center = ({ x, y, width, height }: Box) => [x + width / 2, y + height / 2, width, height]
const corners = ({ x, y, width, height }: Box) => [x, y, x + width, y + height]
const shares = ([a, b, c, d]: number[]) => [a / 160, b / 96, c / 160, d / 96]
const logit = (p: number) => Math.log(p / (1 - p))

/** Rows of `count` boxes, all without evidence, but one. */
const rowsWith = (count: number, at: number, row: number[], others: number[]) =>
  Array.from({ length: count }, (_, i) => (i === at ? row : others)).flat()
/** The same with boxes along the last axis. */
const columnsWith = (count: number, at: number, row: number[], others: number[]) =>
  row.flatMap((_, k) => Array.from({ length: count }, (__, i) => (i === at ? row : others)[k]))

/** Each layout as outputs for a box and the scores of its two classes, and the format that is found. */
const layouts: Record<
  string,
  {
    outputs: (box: Box, scores: number[]) => Record<string, ReturnType<typeof tensor>>
    options?: DetectedObjectsOptions
    scale?: number
  }
> = {
  yolov5: {
    outputs: (box, scores) => ({
      output: tensor(
        [1, 3 * cells, 7],
        rowsWith(3 * cells, 7, [...center(box), 0.5, ...scores], [8, 8, 4, 4, 0, 0.1, 0.1]),
      ),
    }),
    // Objectness.
    scale: 0.5,
  },
  yolov8: {
    outputs: (box, scores) => ({
      output0: tensor([1, 6, cells], columnsWith(cells, 7, [...center(box), ...scores], [8, 8, 4, 4, 0, 0])),
    }),
  },
  yolox: {
    // Cell 21: the second of the second row, so that offsets of 0 are at (8, 8).
    outputs: (box, scores) => {
      const [x, y, width, height] = center(box)
      const raw = [x / 8 - 1, y / 8 - 1, Math.log(width / 8), Math.log(height / 8), 1, ...scores]
      return { output: tensor([1, cells, 7], rowsWith(cells, 21, raw, [0, 0, -1, -1, 0, 0, 0])) }
    },
  },
  ssd: {
    outputs: (box, [a, b]) => ({
      scores: tensor([1, 50, 3], rowsWith(50, 7, [1 - a - b, a, b], [1, 0, 0])),
      boxes: tensor([1, 50, 4], rowsWith(50, 7, shares(corners(box)), [0, 0, 0.1, 0.1])),
    }),
    options: { labels: ["cat", "dog"] },
  },
  detr: {
    outputs: (box, [a, b]) => ({
      logits: tensor([1, 20, 3], rowsWith(20, 7, [a, b, 1 - a - b].map(Math.log), [-9, -9, 5])),
      pred_boxes: tensor([1, 20, 4], rowsWith(20, 7, shares(center(box)), [0.5, 0.5, 0.1, 0.1])),
    }),
  },
  rows: {
    outputs: (box, scores) => ({
      detections: tensor([1, 20, 6], rowsWith(20, 7, [...corners(box), scores[1], 1], [0, 0, 0, 0, 0, 0])),
    }),
  },
  lists: {
    outputs: (box, scores) => ({
      boxes: tensor([1, 4], corners(box)),
      labels: tensor([1], [1], "int64"),
      scores: tensor([1], [scores[1]]),
    }),
  },
}

test.each(Object.entries(layouts))(
  "%s: the format is found, the box lies in pixels of the input, and the score is IoU x class score",
  async (format, { outputs, options = {}, scale = 1 }) => {
    const original = outputs(box, [0.05, 0.8])
    expect(detectionFormat(original, { grid: units })?.format).toBe(format)
    const bound = await bind(detectedObjects({ labels: ["cat", "dog"], ...options }), original, { units })
    expect(bound.settings).toMatchObject({ format })
    expect(codes(bound)).toContain("OUTPUT_READ")
    const [{ label, box: found, score }] = bound.targets
    expect(label).toBe("dog")
    expect(found!.x).toBeCloseTo(box.x, 3)
    expect(found!.y).toBeCloseTo(box.y, 3)
    expect(found!.width).toBeCloseTo(box.width, 3)
    expect(found!.height).toBeCloseTo(box.height, 3)
    expect(score).toBeCloseTo(0.8 * scale, 5)
    expect(scoresOf(bound, outputs(moved, [0.05, 0.6]))[0][0]).toBeCloseTo((0.6 * scale) / 3, 5)
    // Another class at the same place.
    if (!["rows", "lists"].includes(format))
      expect(scoresOf(bound, outputs(box, [0.8, 0.05]))[0][0]).toBeCloseTo(0.05 * scale, 5)
  },
)

test("anchors of BlazeFace are offsets from the centres of its cells, the heads in two outputs", async () => {
  const heads = (at: number, offset: number[], score: number) => ({
    "Identity:0": tensor([1, 512, 1], rowsWith(512, at, [logit(score)], [-100])),
    "Identity_1:0": tensor([1, 384, 1], rowsWith(384, at - 512, [logit(score)], [-100])),
    "Identity_2:0": tensor(
      [1, 512, 16],
      rowsWith(
        512,
        at,
        [...offset, ...Array.from({ length: 12 }, () => 0)],
        Array.from({ length: 16 }, () => 0),
      ),
    ),
    "Identity_3:0": tensor(
      [1, 384, 16],
      rowsWith(
        384,
        at - 512,
        [...offset, ...Array.from({ length: 12 }, () => 0)],
        Array.from({ length: 16 }, () => 0),
      ),
    ),
  })
  // Anchor 3 is the second of cell 1: its centre is (12, 4).
  const bound = await bind(detectedObjects(), heads(3, [8, 16, 20, 10], 0.9), { units: [128, 128] })
  expect(bound.settings).toMatchObject({ format: "anchors", strides: [8, 16, 16, 16], unit: "pixels" })
  expect(bound.targets[0].box).toEqual({ x: 10, y: 15, width: 20, height: 10 })
  expect(round(bound.targets[0].score)).toBe(0.9)
  // The first of the second head: six anchors a cell of 16 pixels.
  const second = await bind(detectedObjects(), heads(512 + 6, [0, 0, 8, 8], 0.9), { units: [128, 128] })
  expect(second.targets[0].box).toEqual({ x: 20, y: 4, width: 8, height: 8 })
})

test.each([
  ["sigmoid", "none", [-3, -4, -5], [-2, 2, -6]],
  ["softmax", "last", [-3, -4, 5], [-2, 3, -6]],
  ["softmax", "first", [6, -4, -5], [-2, 3, -6]],
])(
  "logits with %s and %s as the background are known by the boxes that show nothing",
  async (activation, background, nothing, seen) => {
    const outputs = {
      logits: tensor([1, 20, 3], rowsWith(20, 7, seen, nothing)),
      pred_boxes: tensor([1, 20, 4], rowsWith(20, 7, shares(center(box)), [0.5, 0.5, 0.1, 0.1])),
    }
    const bound = await bind(detectedObjects(), outputs, { units })
    expect(bound.settings).toMatchObject({ activation, background })
    expect(bound.targets).toHaveLength(1)
    const total = seen.reduce((sum, x) => sum + Math.exp(x), 0)
    const expected = activation === "sigmoid" ? 1 / (1 + Math.exp(-2)) : Math.exp(3) / total
    expect(bound.targets[0].score).toBeCloseTo(expected, 6)
  },
)

test("two objects of a class are two targets, overlapping boxes one, and the weak are left out", async () => {
  const rows = [
    [10, 10, 50, 50, 0.9, 0],
    [12, 10, 52, 50, 0.8, 0],
    [100, 10, 140, 50, 0.7, 0],
    [10, 10, 50, 50, 0.6, 1],
    [60, 60, 80, 80, 0.2, 1],
  ]
  const outputs = { detections: tensor([1, 5, 6], rows.flat()) }
  const bound = await bind(detectedObjects({ objects: "all", labels: ["dog", "cat"] }), outputs)
  expect(bound.targets.map(({ id, label }) => `${id}: ${label}`)).toEqual([
    "0: dog #1",
    "1: dog #2",
    "2: cat",
  ])
  expect(bound.preferred).toBe(0)
  const two = await bind(detectedObjects({ objects: "top:2" }), outputs)
  expect(two.targets.map(({ label }) => label)).toEqual(["class 0 #1", "class 0 #2"])
  expect(two.prediction).toHaveLength(3)
  const cats = await bind(detectedObjects({ classes: [1], labels: ["dog", "cat"] }), outputs)
  expect(cats.targets.map(({ label }) => label)).toEqual(["cat"])
  expect(await refusal(() => bind(detectedObjects({ classes: [7] }), outputs))).toMatchObject({
    code: "NOTHING_DETECTED",
  })
  // All from one sweep: without the second dog, only its score falls.
  const without = { detections: tensor([1, 5, 6], rows.toSpliced(2, 1, [0, 0, 0, 0, 0, 0]).flat()) }
  expect(scoresOf(bound, without)).toEqual([[0.9, 0, 0.6]])
})

test("a box of the caller is explained, also one that the model misses", async () => {
  const outputs = { detections: tensor([1, 1, 6], [...corners(box), 0.9, 0]) }
  const bound = await bind(
    detectedObjects({
      objects: [
        { box: moved, class: 0 },
        { box, class: 3 },
      ],
    }),
    outputs,
  )
  expect(bound.targets.map(({ score }) => round(score))).toEqual([0.3, 0])
})

test("boxes on another canvas, and in other codings, lie in units of the grid", async () => {
  const boxOf = async (numbers: number[], options: DetectedObjectsOptions) =>
    (await bind(detectedObjects(options), { d: tensor([1, 1, 6], [...numbers, 0.9, 0]) }, { units }))
      .targets[0].box
  // The canvas has four times the columns and twice the rows.
  expect(await boxOf([80, 60, 240, 100], { unit: { width: 640, height: 192 } })).toEqual(box)
  expect(await boxOf([20, 30, 40, 20], { coding: "corner-size", columns: "box-score-class" })).toEqual(box)
  expect(await boxOf([30, 20, 50, 60], { coding: "corners-yx" })).toEqual(box)
})

test.each([
  ["box-class-score", [...corners(box), 2, 0.75]],
  ["class-score-box", [2, 0.75, ...corners(box)]],
  ["item-box-class-score", [0, ...corners(box), 2, 0.75]],
  ["item-class-score-box", [0, 2, 0.75, ...shares(corners(box))]],
])("columns %s are found by their numbers", async (columns, row) => {
  const shape = row.length === 7 ? [1, 7] : [1, 1, 6]
  const bound = await bind(detectedObjects(), { d: tensor(shape, row) }, { units })
  expect(bound.settings).toMatchObject({ columns })
  expect(bound.targets[0]).toMatchObject({ label: "class 2", score: 0.75 })
  expect(bound.targets[0].box!.width).toBeCloseTo(40, 3)
})

test("rows without a batch axis have any number of boxes, and are refused for several items", async () => {
  const target = detectedObjects()
  const bound = await bind(target, {
    d: tensor([2, 6], [...corners(box), 0.9, 0, ...corners(moved), 0.4, 1]),
  })
  expect(bound.targets).toHaveLength(2)
  expect(scoresOf(bound, { d: tensor([0, 6], []) })).toEqual([[0, 0]])
  expect(
    scoresOf(bound, { d: tensor([3, 6], [0, 0, 1, 1, 0.2, 0, ...corners(box), 0.5, 0, 0, 0, 1, 1, 0.1, 0]) }),
  ).toEqual([[0.5, 0]])
  const error = await refusal(() => scoresOf(bound, { d: tensor([1, 6], [...corners(box), 0.5, 0]) }, 2))
  expect(error).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
    message: expect.stringContaining("run one item at a time"),
  })
})

test("each item of a batch has its boxes", async () => {
  const { outputs } = layouts.yolov8
  const bound = await bind(detectedObjects(), outputs(box, [0, 0.8]), { units })
  const both = [outputs(moved, [0, 0.6]), outputs(box, [0, 0.3])].map(({ output0 }) => [
    ...(output0.data as Float32Array),
  ])
  const batch = { output0: tensor([2, 6, cells], both.flat()) }
  expect(scoresOf(bound, batch, 2)).toEqual([[0.2], [0.3]])
  // Of a model of a fixed batch, only the first items count.
  expect(scoresOf(bound, batch, 1)).toEqual([[0.2]])
})

test("a decoder of the caller reads any layout, one item at a time", async () => {
  const target = detectedObjects({
    decoder: ({ y }) => [{ box: { x: y.data[0], y: 0, width: 10, height: 10 }, class: 4, score: y.data[1] }],
  })
  const bound = await bind(target, { y: tensor([1, 2], [30, 0.8]) })
  expect(bound.targets).toMatchObject([{ label: "class 4", box: { x: 30, y: 0, width: 10, height: 10 } }])
  expect(scoresOf(bound, { y: tensor([2, 2], [30, 0.5, 35, 0.5]) }, 2)).toEqual([[0.5], [0.16667]])
  const wrong = detectedObjects({
    decoder: () => [{ box: { x: 0, y: 0, width: NaN, height: 1 }, class: 0, score: 1 }],
  })
  expect(await refusal(() => bind(wrong, { y: tensor([1, 1], [0]) }))).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
  })
})

test("outputs without boxes, and a format that does not fit, are refused with the formats to choose from", async () => {
  const classes = { y: tensor([1, 1000], new Float32Array(1000)) }
  for (const options of [{}, { format: "yolov8" }] as const)
    expect(await refusal(() => bind(detectedObjects(options), classes))).toMatchObject({
      code: "BOXES_UNRECOGNIZED",
      message: expect.stringMatching(/y float32 \[1, 1000\].*yolov5, yolov8.*decoder/),
      data: { outputs: ["y"] },
    })
  const rows = { d: tensor([1, 1, 6], [5, 5, 2, 2, 7, 0.5]) }
  expect(await refusal(() => bind(detectedObjects(), rows))).toMatchObject({ code: "BOXES_UNRECOGNIZED" })
})

test("no detection at all is refused, a weak one is a finding", async () => {
  const none = { d: tensor([1, 2, 6], new Float32Array(12)) }
  expect(await refusal(() => bind(detectedObjects(), none))).toMatchObject({ code: "NOTHING_DETECTED" })
  const weak = await bind(detectedObjects(), { d: tensor([1, 1, 6], [...corners(box), 0.2, 0]) })
  expect(weak.targets).toHaveLength(1)
  expect(codes(weak)).toContain("LOW_CONFIDENCE")
})

test("an input without rows and columns is refused", async () => {
  const outputs = { d: tensor([1, 1, 6], [...corners(box), 0.9, 0]) }
  expect(await refusal(() => bind(detectedObjects(), outputs, { units: [50] }))).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
  })
})
