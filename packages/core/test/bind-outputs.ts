import { classProbability } from "../src/index.ts"
import type { ClassProbabilityOptions, DType, Model, Tensors } from "../src/index.ts"
import { plainInput } from "./fixtures.ts"

export const outputs = (values: readonly number[], dtype: DType = "float32"): Tensors => ({
  y: {
    dtype,
    shape: [1, values.length],
    data: dtype === "int8" ? Int8Array.from(values) : Float32Array.from(values),
  },
})

/** The outputs of a model, and what it declares. */
export interface Seen {
  readonly seen: readonly number[]
  readonly masked?: readonly number[]
  readonly probes?: readonly (readonly number[])[]
  readonly graph?: NonNullable<Model["activations"]>[string]
  readonly dtype?: DType
}

/** Binds the target to a model with these outputs. */
export async function bind(
  options: ClassProbabilityOptions,
  { seen, masked = seen, probes = [], graph, dtype }: Seen,
) {
  const bound = await classProbability(options).bind({
    original: outputs(seen, dtype),
    baseline: outputs(masked, dtype),
    input: plainInput([1], Float32Array.of(0)),
    model: graph === undefined ? {} : { activations: { y: graph } },
    probes: async () => probes.map((values) => outputs(values, dtype)),
  })
  return { ...bound, activation: bound.settings["activation"] as string }
}
/** Returns the first finding. */
export const first = async (options: ClassProbabilityOptions, seen: Seen) =>
  (await bind(options, seen)).findings[0]
