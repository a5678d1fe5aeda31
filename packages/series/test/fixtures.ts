import type { BatchWriter, Input, Tensors } from "@pami/core"
import { cosineOf } from "../src/spectrum/trigonometry.ts"
import type { Series } from "../src/index.ts"

/** A series of one channel. */
export const plain = (values: readonly number[], more: Partial<Series> = {}): Series => ({
  data: Float32Array.from(values),
  length: values.length,
  channels: 1,
  ...more,
})

/** A tone of one channel. */
export const tone = (hertz: number, rate: number, length: number, loudness = 0.5): Series => ({
  data: Float32Array.from({ length }, (_, i) => loudness * cosineOf((hertz * i) / rate)),
  length,
  channels: 1,
  rate,
  kind: "sound",
})

/** Returns the code of the error that a function throws, and its message. */
export async function errorOf(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`
  }
  return "no error"
}

/** Returns the numbers of an input when the given units are preserved. */
export function fedBy(input: Input<Tensors>, units: readonly number[]): number[] {
  const writer: BatchWriter<Tensors> = input.open(2)
  writer.preserve(1, Int32Array.from(units.flatMap((unit) => [unit, unit + 1])))
  return Array.from(writer.feeds(1, 1)[input.tensors[0].name].data as Float32Array)
}
