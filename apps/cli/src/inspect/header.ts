import { statSync } from "node:fs"
import { type OnnxValue, readOnnx } from "@pami/backend-kit"
import { withFileBytes } from "@pami/backend-kit/node"
import { formatShape } from "@pami/core/tensor"
import { isWebAddress } from "@pami/image"
import { row } from "./text.ts"

/**
 * Returns what an ONNX file declares, read without a runtime: for a model that its runtime refuses. Empty for any other
 * file.
 */
export async function headerLines(file: string): Promise<string[]> {
  if (isWebAddress(file)) return []
  try {
    const { inputs, outputs } = await withFileBytes(file, statSync(file).size, (bytes) =>
      readOnnx(bytes, file),
    )
    return [
      ...inputs.map((value) => describe("input", value)),
      ...outputs.map((value) => describe("output", value)),
    ]
  } catch {
    // The error of the runtime says what is wrong with the file.
    return []
  }
}

function describe(what: string, { name, kind, dtype, shape }: OnnxValue): string {
  return row(what, `${name}  ${dtype ?? kind}${shape === undefined ? "" : ` ${formatShape(shape)}`}`)
}
