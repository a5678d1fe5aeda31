import { closeSync, openSync, readSync } from "node:fs"
import type { Bytes } from "@pami/onnxruntime-common"

const blockLength = 65_536

/** Opens a file as {@link Bytes} while `use` runs. */
export function withFileBytes<Result>(path: string, size: number, use: (bytes: Bytes) => Result): Result {
  const descriptor = openSync(path, "r")
  try {
    const block = new Uint8Array(blockLength)
    let held = 0
    let from = 0
    return use({
      size,
      read(start, length) {
        if (start < from || start + length > from + held) {
          from = start
          held = readSync(descriptor, block, 0, blockLength, start)
        }
        return block.subarray(start - from, Math.min(start - from + length, held))
      },
    })
  } finally {
    closeSync(descriptor)
  }
}
