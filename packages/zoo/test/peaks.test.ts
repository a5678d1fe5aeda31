import {
  average,
  classProbability,
  denseInput,
  explain,
  fixedPartitions,
  fromParts,
  type Input,
  type Partitioner,
  peak,
  slidingWindow,
} from "@pami/core"
import { blur, pictureInput } from "@pami/image"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { cake, loan, models, signal, sound, volume } from "../src/index.ts"

const seeds = Array.from({ length: 10 }, (_, index) => 60_000 + index)

/** An input whose owner of every unit is known, and the class whose map should be high there. */
interface Case {
  readonly input: Input
  readonly owner: Uint8Array
  readonly target: number
}

async function share(
  name: "sounds" | "signals" | "volumes" | "loans" | "ages",
  partitioner: Partitioner,
  make: (seed: number) => Case | Promise<Case>,
): Promise<number> {
  const model = await onnxruntimeNode().load(fileURLToPath(models[name].onnx))
  let hits = 0
  for (const seed of seeds) {
    const { input, owner, target } = await make(seed)
    const activation = models[name].activation
    const explanation = await explain({ model, input, target: classProbability({ activation }), partitioner })
    if (owner[peak(average(explanation, target))] > 0) hits++
  }
  await model.dispose()
  return hits / seeds.length
}

const dense = (
  name: string,
  shape: readonly number[],
  units: readonly number[],
  original: Float32Array,
  baseline?: Float32Array,
) =>
  denseInput({
    name,
    units,
    planes: 1,
    inner: 1,
    shape,
    original,
    baseline: baseline ?? new Float32Array(original.length),
  })

test("maps of sounds have their peak on the word", async () => {
  const right = await share("sounds", slidingWindow({ radius: 1200, stride: 300 }), (seed) => {
    const { samples, owner, words } = sound(seed)
    return { input: dense("samples", [8000], [8000], samples), owner, target: words[0].word }
  })
  expect(right).toBeGreaterThanOrEqual(0.9)
})

test("maps of signals have their peak on the pattern, in its channel", async () => {
  // Windows of 16 time steps, every 4 steps, in one channel each.
  const windows = Array.from({ length: 29 * 4 }, (_, index) => {
    const [start, channel] = [4 * Math.floor(index / 4), index % 4]
    const runs = Array.from({ length: 16 }, (_, k) => [
      (start + k) * 4 + channel,
      (start + k) * 4 + channel + 1,
    ])
    return Int32Array.from(runs.flat())
  })
  const right = await share("signals", fixedPartitions([fromParts(windows, "windows")]), (seed) => {
    const { values, owner, events } = signal(seed)
    return { input: dense("signal", [128, 4], [128, 4], values), owner, target: events[0].pattern }
  })
  expect(right).toBeGreaterThanOrEqual(0.9)
})

test("maps of volumes have their peak on the solid, or on a voxel beside it", async () => {
  const right = await share("volumes", slidingWindow({ radius: 6, stride: 4 }), (seed) => {
    const { side, values, owner, objects } = volume(seed)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const near = owner.map((_, at) => {
      const steps = [0, 1, -1, side, -side, side * side, -side * side]
      return steps.some((step) => owner[at + step] === 1) ? 1 : 0
    })
    const input = dense(
      "volume",
      [1, side, side, side],
      [side, side, side],
      values,
      values.map(() => mean),
    )
    return { input, owner: near, target: objects[0].solid }
  })
  expect(right).toBeGreaterThanOrEqual(0.9)
})

test("maps of ages have their peak on a candle", async () => {
  const right = await share("ages", slidingWindow({ radius: 8, stride: 4 }), async (seed) => {
    const { width, height, pixels, owner } = cake(seed, { age: 3 })
    const picture = { width, height, data: pixels }
    const { preprocessing } = models.ages
    const tensor = { name: "image", dtype: "float32", shape: [null, 3, 64, 64] } as const
    const { input } = await pictureInput({ picture, preprocessing, masking: blur(), tensor })
    return { input, owner, target: 0 }
  })
  expect(right).toBeGreaterThanOrEqual(0.9)
})

test("maps of loans have their peak on a column that decided", async () => {
  const columns = fixedPartitions([fromParts(models.loans.columns.map((_, k) => Int32Array.of(k, k + 1)))])
  // No column of another applicant alone is a reason to refuse this one.
  const baseline = Float32Array.of(120, 20, 100, 10, 0, 40, 1, 0, 0)
  const right = await share("loans", columns, (seed) => {
    const { row, owner } = loan(seed, { reason: seed % 2 ? "past defaults" : "employed too short a time" })
    return { input: dense("row", [9], [9], row, baseline), owner, target: 1 }
  })
  expect(right).toBeGreaterThanOrEqual(0.9)
})
