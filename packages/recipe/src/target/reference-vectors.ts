import { PamiError } from "@pami/core"
import type { Input, Model, Tensors } from "@pami/core"
import { decode } from "@pami/core/tensor"
import { decodeNpy } from "@pami/image"
import { runOnce } from "./decide-task.ts"

/** A vector that the output of an embedding is compared with. */
export interface ReferenceVector {
  readonly label: string
  readonly vector: Float32Array
}

/**
 * Returns the vectors of references: those of `.npy` files as they are, of other files by one pass of the model.
 *
 * @param open prepares the bytes of a file as an input
 * @throws PamiError `REFERENCE_INVALID`, and the errors of `files` and of `open`
 */
export async function readVectors(
  names: readonly string[],
  files: { bytes(file: string): Promise<Uint8Array> },
  output: string | null,
  model: Model,
  open: (bytes: Uint8Array, name: string) => Promise<Input>,
): Promise<ReferenceVector[]> {
  const vectors: ReferenceVector[] = []
  for (const name of names) {
    const bytes = await files.bytes(name)
    const vector = /\.npy$/i.test(name)
      ? Float32Array.from(decodeNpy(bytes, name).data, Number)
      : vectorIn(await runOnce(model, await open(bytes, name)), output, name)
    vectors.push({ label: name.split(/[\\/]/).at(-1)!, vector })
  }
  return vectors
}

/**
 * Returns the vector of a reference: the named output, or the only one that holds one.
 *
 * @throws PamiError `REFERENCE_INVALID`
 */
export function vectorIn(outputs: Tensors, output: string | null, reference: string): Float32Array {
  const vectors = Object.entries(outputs).filter(
    ([name, { dtype, shape, data }]) =>
      (output === null || name === output) &&
      dtype.startsWith("float") &&
      data.length > 1 &&
      shape.filter((length) => length > 1).length === 1,
  )
  if (vectors.length === 1) return Float32Array.from(decode(vectors[0][1]))
  throw new PamiError(
    "REFERENCE_INVALID",
    `the model gives ${vectors.length === 0 ? "no vector" : `${vectors.length} vectors (${vectors.map(([name]) => name).join(", ")})`} for the reference ${reference}: name the output that holds one`,
  )
}
