import type { Model, Tensor } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import {
  cake,
  captionColours,
  captionOf,
  captionTokens,
  coloursOf,
  kinds,
  loan,
  signal,
  sound,
  volume,
} from "../src/index.ts"
import { filesOf, itemOf, type NetworkName, sceneOf } from "./items.ts"

const first = 50_000
const range = (count: number) => Array.from({ length: count }, (_, index) => first + index)

/** Runs a model on the items of seeds. Returns the rows of its output. */
async function answers(name: NetworkName, seeds: readonly number[]): Promise<Float32Array[]> {
  return withModel(name, async (model) => {
    const rows: Float32Array[] = []
    for (const seed of seeds) rows.push(await answer(model, itemOf(name, seed, "nchw")))
    return rows
  })
}

async function withModel<T>(name: NetworkName, use: (model: Model) => Promise<T>): Promise<T> {
  const model = await onnxruntimeNode().load(fileURLToPath(filesOf(name).onnx))
  try {
    return await use(model)
  } finally {
    await model.dispose()
  }
}

async function answer(model: Model, { shape, data }: ReturnType<typeof itemOf>): Promise<Float32Array> {
  const [{ name, dtype }] = model.inputs
  const values = dtype === "int64" ? BigInt64Array.from(data, BigInt) : Float32Array.from(data)
  const given = { dtype, shape: [1, ...shape], data: values } as Tensor
  return (await model.run({ [name]: given }))[model.outputs[0].name].data as Float32Array
}

const likeliest = (row: Float32Array) => row.indexOf(Math.max(...row))
const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length

test.each([
  ["sounds", (seed: number) => sound(seed).words.map(({ word }) => word)],
  ["signals", (seed: number) => signal(seed).events.map(({ pattern }) => pattern)],
  ["volumes", (seed: number) => volume(seed).objects.map(({ solid }) => solid)],
  ["loans", (seed: number) => [loan(seed).answer]],
  ["scenes-vit", (seed: number) => sceneOf(seed).objects.map(({ kind }) => kind)],
] as const)("%s is right on at least 95 of 100 unseen inputs", async (name, truth) => {
  const seeds = range(60)
  const rows = await answers(name, seeds)
  const right = rows.map((row, index) => truth(seeds[index]).includes(likeliest(row)))
  expect(share(right)).toBeGreaterThanOrEqual(0.95)
})

test("scenes-multilabel gives the right sign to at least 95 of 100 labels of unseen scenes", async () => {
  const seeds = range(60)
  const rows = await answers("scenes-multilabel", seeds)
  const right = rows.flatMap((row, index) => {
    const shown = sceneOf(seeds[index]).objects.map(({ kind }) => kind)
    return Array.from(row, (logit, kind) => logit > 0 === shown.includes(kind))
  })
  expect(share(right)).toBeGreaterThanOrEqual(0.95)
})

test("scenes-detect finds at least 9 of 10 single objects, of the right kind and with an IoU of 0.5", async () => {
  const seeds = range(60).filter((seed) => sceneOf(seed).objects.length === 1)
  const rows = await answers("scenes-detect", seeds)
  const right = rows.map((row, index) => {
    const [{ kind, box }] = sceneOf(seeds[index]).objects
    const scores = row.subarray(4 * 144)
    const cell = likeliest(scores) % 144
    const [x, y, width, height] = [0, 1, 2, 3].map((k) => row[k * 144 + cell])
    const found = [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    return Math.floor(likeliest(scores) / 144) === kind && overlap(found, box) >= 0.5
  })
  expect(right.length).toBeGreaterThan(15)
  expect(share(right)).toBeGreaterThanOrEqual(0.9)
})

test("scenes-segment names the kind of at least 9 of 10 pixels of unseen scenes", async () => {
  const seeds = range(60)
  const rows = await answers("scenes-segment", seeds)
  const right = rows.flatMap((row, index) => {
    const { owner, objects } = sceneOf(seeds[index])
    return Array.from({ length: 48 * 48 }, (_, unit) => {
      const who = owner[2 * Math.floor(unit / 48) * 96 + 2 * (unit % 48)]
      const logits = Float32Array.from({ length: 13 }, (_, k) => row[k * 48 * 48 + unit])
      return likeliest(logits) === (who === 0 ? 12 : objects[who - 1].kind)
    })
  })
  expect(share(right)).toBeGreaterThanOrEqual(0.9)
})

test("scenes-match finds the kind in at least 9 of 10 unseen scenes of one object, and its colour, too, in 6", async () => {
  const plain = kinds.map((kind) => captionOf(kind))
  const coloured = kinds.flatMap((kind) => captionColours.map((colour) => captionOf(kind, colour)))
  const read = await withModel("scenes-match/text", (model) =>
    Promise.all(
      [...plain, ...coloured].map((caption) =>
        answer(model, { shape: [5], data: Int32Array.from(captionTokens(caption)) }),
      ),
    ),
  )
  const seeds = range(60).filter((seed) => sceneOf(seed).objects.length === 1)
  const rows = await answers("scenes-match/image", seeds)
  const found = rows.map((row, index) => {
    const shown = sceneOf(seeds[index])
    const cosines = Float32Array.from(read, (other) => cosine(row, other))
    const [colour] = coloursOf(shown)
    return {
      kind: likeliest(cosines.subarray(0, 12)) === shown.objects[0].kind,
      both:
        colour === undefined ||
        coloured[likeliest(cosines.subarray(12))] === captionOf(shown.objects[0].name, colour),
    }
  })
  expect(share(found.map(({ kind }) => kind))).toBeGreaterThanOrEqual(0.9)
  expect(share(found.map(({ both }) => both))).toBeGreaterThanOrEqual(0.6)
})

test("ages is within half a year for at least 9 of 10 unseen cakes", async () => {
  const seeds = range(60)
  const rows = await answers("ages", seeds)
  expect(
    share(rows.map(([age], index) => Math.abs(age - cake(seeds[index]).age) < 0.5)),
  ).toBeGreaterThanOrEqual(0.9)
})

function overlap(a: readonly number[], b: readonly number[]): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]))
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]))
  const area = (box: readonly number[]) => (box[2] - box[0]) * (box[3] - box[1])
  return (width * height) / (area(a) + area(b) - width * height)
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, k) => sum + value * y[k], 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
