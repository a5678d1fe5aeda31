import { contractVersion, countParts, countUnits, denseInput, partOf } from "../src/index.ts"
import { random, sizeOf } from "../src/tensor.ts"
import type {
  Explanation,
  Input,
  Model,
  Part,
  Partition,
  Partitioner,
  Tensor,
  TensorInfo,
  Tensors,
} from "../src/index.ts"

/** A model in a few lines: `scores` turns one item into one number for each class. */
export function functionModel(
  shape: readonly number[],
  scores: (item: Float32Array, all: readonly Float32Array[]) => readonly number[],
  options: { batch?: number | null; limits?: Partial<Model["limits"]>; onRun?: (items: number) => void } = {},
): Model {
  const { batch = null, limits = {}, onRun } = options
  const inputs: TensorInfo[] = [{ name: "x", dtype: "float32", shape: [batch, ...shape] }]
  return {
    contract: contractVersion,
    backend: "function",
    inputs,
    outputs: [{ name: "y", dtype: "float32", shape: [batch, null] }],
    limits: { preferredBatch: 8, ...limits },
    digest: "sha256:function",
    settings: {},
    async run(feeds: Tensors) {
      const { data, shape: fed } = feeds["x"]
      onRun?.(fed[0])
      const size = sizeOf(shape)
      const items = Array.from({ length: fed[0] }, (_, i) =>
        (data as Float32Array).slice(i * size, (i + 1) * size),
      )
      const rows = items.map((item) => scores(item, items))
      return {
        y: { dtype: "float32", shape: [fed[0], rows[0].length], data: Float32Array.from(rows.flat()) },
      }
    },
    async dispose() {},
  }
}

/** A tensor of 32-bit floats. */
export const tensor = (shape: number[], ...data: number[]): Tensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
})

/** A one-plane input: `original` over zeros. */
export function plainInput(units: readonly number[], original: Float32Array): Input {
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

/** A partitioner that fails, out of memory, where its fourth partition is made. */
export function failing(partitioner: Partitioner): Partitioner {
  return {
    ...partitioner,
    async *partitions(input) {
      let made = 0
      for await (const partition of partitioner.partitions(input)) {
        if (++made === 4) throw new Error("out of memory")
        yield partition
      }
    },
  }
}

export function noise(length: number, seed: number): Float32Array {
  const next = random(seed)
  return Float32Array.from({ length }, () => next() * 2 - 1)
}

/** One byte a unit: the definition of a part, spelled out. */
export function maskOf(part: Part, count: number): Uint8Array {
  const mask = new Uint8Array(count)
  for (let i = 0; i < part.length; i += 2) mask.fill(1, part[i], part[i + 1])
  return mask
}

export function partsOf(partitions: Iterable<Partition>): Part[] {
  return [...partitions].flatMap((partition) =>
    Array.from({ length: countParts(partition) }, (_, k) => partOf(partition, k)),
  )
}

/** Every pass of an explanation as a mask and its scores. */
export function passesOf(explanation: Explanation): { mask: Uint8Array; scores: Float32Array }[] {
  const { grids, partitions, passes, scores, targets } = explanation
  return partsOf(partitions)
    .slice(0, passes)
    .map((part, pass) => ({
      mask: maskOf(part, countUnits(grids)),
      scores: scores.subarray(pass * targets.length, (pass + 1) * targets.length),
    }))
}
