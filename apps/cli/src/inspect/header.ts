import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import { type OnnxValue, readOnnx } from "@pami/backend-kit"
import { formatShape } from "@pami/core/tensor"
import { isWebAddress } from "@pami/image"
import { row } from "./text.ts"

/**
 * Returns what an ONNX file declares, read without a runtime: for a model that its runtime refuses. Empty for any other
 * file.
 */
export async function headerLines(file: string): Promise<string[]> {
  if (isWebAddress(file)) return []
  let descriptor: number | undefined
  try {
    const opened = openSync(file, "r")
    descriptor = opened
    const { inputs, outputs } = await readOnnx(
      {
        size: fstatSync(opened).size,
        read(start, length) {
          const block = new Uint8Array(length)
          return block.subarray(0, readSync(opened, block, 0, length, start))
        },
      },
      file,
    )
    return [
      ...inputs.map((value) => describe("input", value)),
      ...outputs.map((value) => describe("output", value)),
    ]
  } catch {
    // The error of the runtime says what is wrong with the file.
    return []
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function describe(what: string, { name, kind, dtype, shape }: OnnxValue): string {
  return row(what, `${name}  ${dtype ?? kind}${shape === undefined ? "" : ` ${formatShape(shape)}`}`)
}
