import { sha256InTurns } from "../numbers/sha256.ts"
import { encode } from "../tensors/elements.ts"
import type { DenseInputOptions } from "./dense-input.ts"

/**
 * Returns the digest that `denseInput` computes for the same options, and yields to the event loop on the way: an
 * image of 1024 x 1024 pixels takes a tenth of a second.
 */
export async function digestInTurns({
  dtype = "float32",
  original,
  baseline,
  others = {},
}: Pick<DenseInputOptions, "dtype" | "original" | "baseline" | "others">): Promise<string> {
  const companions = Object.values(others).map(({ data }) => data)
  return await sha256InTurns([encode(dtype, original), encode(dtype, baseline), ...companions])
}
