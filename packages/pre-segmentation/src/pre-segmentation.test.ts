import {
  average,
  classProbability,
  contractVersion,
  countParts,
  coverage,
  denseInput,
  explain,
  partOf,
  peak,
} from "@pami/core"
import { random, sizeOf } from "@pami/core/tensor"
import type { Input, Model, Partition } from "@pami/core"
import { segment } from "@pami/superpixels"
import { expect, test } from "vitest"
import { preSegmentation } from "./index.ts"
import type { Segmenter } from "./index.ts"

/** Returns a dense input of one value per unit over zeros: noise, and 0.7 more where `inside` is true. */
function bright(units: readonly number[], inside: (unit: number) => boolean, seed = 1): Input {
  const next = random(seed)
  const original = Float32Array.from(
    { length: sizeOf(units) },
    (_, unit) => 0.2 * next() + (inside(unit) ? 0.7 : 0),
  )
  return denseInput({
    name: "x",
    units,
    planes: 1,
    inner: 1,
    shape: units,
    original,
    baseline: new Float32Array(original.length),
  })
}

/** Returns a model whose probability is the visible share of the object. */
function seesObject(units: readonly number[], inside: (unit: number) => boolean): Model {
  const size = sizeOf(units)
  const total = Array.from({ length: size }, (_, unit) => unit).filter(inside).length
  return {
    contract: contractVersion,
    backend: "test",
    inputs: [{ name: "x", dtype: "float32", shape: [null, ...units] }],
    outputs: [{ name: "p", dtype: "float32", shape: [null, 2] }],
    limits: { preferredBatch: 8 },
    digest: "sha256:test",
    settings: {},
    async run({ x }) {
      const items = x.shape[0]
      const data = new Float32Array(2 * items)
      for (let item = 0; item < items; item++) {
        let seen = 0
        for (let unit = 0; unit < size; unit++)
          if (inside(unit) && Number(x.data[item * size + unit]) > 0.5) seen++
        data[2 * item + 1] = seen / total
        data[2 * item] = 1 - seen / total
      }
      return { p: { dtype: "float32", shape: [items, 2], data } }
    },
    async dispose() {},
  }
}

const [depth, height, width] = [14, 16, 18]
/** Returns whether a voxel lies within 4 units of the ball's centre. */
function inBall(unit: number): boolean {
  const [z, y, x] = [Math.floor(unit / (height * width)), Math.floor(unit / width) % height, unit % width]
  return Math.hypot(z - 8, y - 9, x - 6) < 4
}

const subjects = [
  { what: "a spike in a signal", units: [300], inside: (unit: number) => unit >= 180 && unit < 200 },
  {
    what: "a square in a image",
    units: [48, 56],
    inside: (unit: number) => unit % 56 > 30 && unit % 56 < 44 && unit > 56 * 8 && unit < 56 * 20,
  },
  { what: "a ball in a volume", units: [depth, height, width], inside: inBall },
]

for (const { what, units, inside } of subjects)
  test(`${what} is found`, async () => {
    const explanation = await explain({
      model: seesObject(units, inside),
      input: bright(units, inside),
      target: classProbability(),
      partitioner: preSegmentation(),
    })
    const map = average(explanation, 1)
    expect(inside(peak(map))).toBe(true)
    const total = map.reduce((sum, value) => sum + value, 0)
    const share = map.reduce((sum, value, unit) => (inside(unit) ? sum + value : sum), 0) / total
    const area = map.filter((_, unit) => inside(unit)).length / map.length
    // A random map puts as much on the object as the object's share of the input.
    expect(share).toBeGreaterThan(2 * area)
  })

const image = bright([40, 40], (unit) => unit % 40 > 20)

async function all(partitions: AsyncIterable<Partition> | Iterable<Partition>): Promise<Partition[]> {
  const list: Partition[] = []
  for await (const partition of partitions) list.push(partition)
  return list
}

test("every partition contains every unit exactly once; twelve passes cover the input", async () => {
  const partitions = await all(preSegmentation().partitions(image))
  expect([partitions.length]).toEqual(preSegmentation().planned!(image))
  for (const partition of partitions) {
    const seen = new Uint8Array(1600)
    for (let k = 0; k < countParts(partition); k++) {
      const runs = partOf(partition, k)
      for (let i = 0; i < runs.length; i += 2)
        for (let unit = runs[i]; unit < runs[i + 1]; unit++) seen[unit]++
    }
    expect(seen.every((times) => times === 1)).toBe(true)
  }
  const explanation = await explain({
    model: seesObject([40, 40], (unit) => unit % 40 > 20),
    input: image,
    target: classProbability(),
    partitioner: preSegmentation(),
    passes: 12,
  })
  expect(explanation.passes).toBe(12)
  expect(coverage(explanation).every((count) => count > 0)).toBe(true)
})

test("settings are swept in their order; the default starts with a coarse one", async () => {
  const settings = [30, 10, 20].map((segments) => ({ algorithm: "slic", segments }) as const)
  const names = (await all(preSegmentation({ settings }).partitions(image))).map(({ name }) => name)
  expect(names).toEqual(["slic-30", "slic-10", "slic-20"])
  const [first] = await all(preSegmentation().partitions(image))
  expect(first.name).toBe("slic-10")
})

test("a segmenter works ahead of the sweep, and the partitions are the same", async () => {
  let [running, most] = [0, 0]
  const slow: Segmenter = async (pixels, list) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 1))
    running--
    return segment(pixels, list)
  }
  const plain = await all(preSegmentation().partitions(image))
  const ahead = await all(preSegmentation({ segmenter: slow, ahead: 2 }).partitions(image))
  expect(most).toBe(3)
  expect(ahead).toEqual(plain)
})

test("a sweep that ends early aborts its segmentations", async () => {
  const signals: AbortSignal[] = []
  const noting: Segmenter = (pixels, list, options) => {
    signals.push(options!.signal)
    return segment(pixels, list)
  }
  for await (const partition of preSegmentation({ segmenter: noting, ahead: 1 }).partitions(image)) {
    expect(partition.variant).toBeUndefined()
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false])
    break
  }
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})

test("concurrent sweeps share a worker and get their own partitions", async () => {
  const wide = bright([30, 50], (unit) => unit % 50 > 20)
  const here = await all(preSegmentation({ segmenter: segment }).partitions(wide))
  const [there, other] = await Promise.all([
    all(preSegmentation().partitions(wide)),
    all(preSegmentation().partitions(image)),
  ])
  expect(there).toEqual(here)
  expect(other).toHaveLength(20)
})

test("a segmenter learns which of its calls is the last of a sweep", async () => {
  const calls: unknown[] = []
  const noting: Segmenter = (pixels, list, options) => {
    calls.push(options?.isLast)
    return segment(pixels, list)
  }
  await all(preSegmentation({ segmenter: noting, ahead: 1 }).partitions(image))
  expect(calls.length).toBeGreaterThan(1)
  expect(calls).toEqual(calls.map((_, index) => index === calls.length - 1))
})

test("errors of the segmenter and unsupported inputs reject the sweep", async () => {
  const failing = preSegmentation({
    ahead: 2,
    segmenter: async () => {
      throw new RangeError("no room")
    },
  })
  await expect(all(failing.partitions(image))).rejects.toThrow("no room")
  const wide = denseInput({
    name: "x",
    units: [20],
    planes: 1,
    inner: 6,
    shape: [20, 6],
    original: new Float32Array(120),
    baseline: new Float32Array(120),
  })
  await expect(all(preSegmentation().partitions(wide))).rejects.toThrow(
    /channels: expected 1, 2, 3 or 4, received 6/,
  )
})
