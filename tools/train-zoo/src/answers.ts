import type { Model, Tensor } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { fileURLToPath } from "node:url"

/** Rows of one output, one for each item. */
export type Rows = readonly Float32Array[]

const batch = 32

/** Loads an ONNX file of the zoo, passes it to `use`, and disposes of it. */
export async function withModel<T>(
  onnx: { readonly href: string },
  use: (model: Model) => Promise<T>,
): Promise<T> {
  const model = await onnxruntimeNode().load(fileURLToPath(onnx.href))
  try {
    return await use(model)
  } finally {
    await model.dispose()
  }
}

/** Runs a model of one input on items, each without the batch axis. Returns the rows of its first output. */
export async function answers(
  model: Model,
  count: number,
  item: (index: number) => ArrayLike<number>,
): Promise<Rows> {
  const [{ name, shape }] = model.inputs
  const lengths = shape.slice(1) as number[]
  const length = sizeOf(lengths)
  const rows: Float32Array[] = []
  for (let start = 0; start < count; start += batch) {
    const items = Math.min(batch, count - start)
    const data = new Float32Array(items * length)
    for (let slot = 0; slot < items; slot++) data.set(item(start + slot), slot * length)
    const given: Tensor = { dtype: "float32", shape: [items, ...lengths], data }
    const output = (await model.run({ [name]: given }))[model.outputs[0].name]
    const width = output.data.length / items
    for (let slot = 0; slot < items; slot++)
      rows.push((output.data as Float32Array).slice(slot * width, (slot + 1) * width))
  }
  return rows
}

/** Returns the index of the largest value. */
export function likeliest(row: Float32Array): number {
  return row.indexOf(Math.max(...row))
}

/** Returns the share of items whose likeliest class is one of those that `right` returns. */
export function accuracy(rows: Rows, right: (index: number) => readonly number[]): number {
  return rows.filter((row, index) => right(index).includes(likeliest(row))).length / rows.length
}
