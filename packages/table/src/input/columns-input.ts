import type { BatchWriter, Feeds, Input, Part } from "@pami/core"
import { allocate, encode, sizeOf } from "@pami/core/tensor"
import type { Value } from "../fit/encode-rows.ts"
import type { FittedTable } from "../fit/fit-table.ts"

type Data = unknown[] | ReturnType<typeof allocate>

/** Returns an input whose columns lie in several tensors, or are texts. */
export function columnsInput(
  table: Pick<FittedTable, "columns" | "tensors">,
  row: readonly Value[],
  backgrounds: readonly (readonly Value[])[],
  rest: Pick<Input, "grids" | "digest" | "settings" | "findings" | "values" | "variants">,
): Input {
  return {
    ...rest,
    tensors: table.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape: [null, ...shape] })),
    open: (slots) => openColumns(table, row, backgrounds, slots),
  }
}

/** Returns the writer of batches for models that take their columns in several tensors, or as texts. */
function openColumns(
  { columns, tensors }: Pick<FittedTable, "columns" | "tensors">,
  row: readonly Value[],
  backgrounds: readonly (readonly Value[])[],
  slots: number,
): BatchWriter<Feeds> {
  const fed = tensors.map(({ name, dtype, shape }) => {
    const size = sizeOf(shape)
    const data: Data =
      dtype === "string" ? Array.from({ length: slots * size }, () => "") : allocate(dtype, slots * size)
    return { name, dtype, shape, size, data }
  })
  const places = columns.map(({ tensor, dtype, offset }, unit) => {
    const { size, data } = fed.find(({ name }) => name === tensor)!
    const elementOf = (value: Value) =>
      dtype === "string" ? value : encode(dtype, Float32Array.of(value as number))[0]
    return {
      data: data as unknown[],
      size,
      offset,
      original: elementOf(row[unit]),
      masked: backgrounds.map((background) => elementOf(background[unit])),
    }
  })
  const preserve = (slot: number, part: Part, variant = 0) => {
    for (const { data, size, offset, masked } of places) data[slot * size + offset] = masked[variant]
    for (let i = 0; i < part.length; i += 2)
      for (let unit = part[i]; unit < part[i + 1]; unit++) {
        const { data, size, offset, original } = places[unit]
        data[slot * size + offset] = original
      }
  }
  for (let slot = 0; slot < slots; slot++) preserve(slot, new Int32Array(0))
  return {
    preserve,
    feeds: (count, first = 0) =>
      Object.fromEntries(
        fed.map(({ name, dtype, shape, size, data }) => [
          name,
          {
            dtype,
            shape: [count, ...shape],
            data: Array.isArray(data)
              ? data.slice(first * size, (first + count) * size)
              : data.subarray(first * size, (first + count) * size),
          },
        ]),
      ) as Feeds,
    close() {},
  }
}
