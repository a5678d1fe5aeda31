import { closeSync, openSync, readSync } from "node:fs"
import type { Bytes } from "./protobuf.ts"

const blockLength = 65_536

/**
 * Calls `use` with the bytes of a file, of which one block is held at a time, and closes the file afterwards.
 *
 * @returns what `use` returns
 * @throws the errors of `node:fs` for a file that cannot be read
 */
export async function withFileBytes<Result>(
  path: string,
  size: number,
  use: (bytes: Bytes) => Promise<Result>,
): Promise<Result> {
  const descriptor = openSync(path, "r")
  try {
    const block = new Uint8Array(blockLength)
    let held = 0
    let from = 0
    return await use({
      size,
      read(start, length) {
        if (length > blockLength / 2) return readBlock(descriptor, new Uint8Array(length), start)
        if (start < from || start + length > from + held) {
          // The reader may move in either direction.
          from = start - (start % (blockLength / 2))
          held = readBlock(descriptor, block, from).length
        }
        return block.subarray(start - from, Math.min(start - from + length, held))
      },
    })
  } finally {
    closeSync(descriptor)
  }
}

function readBlock(descriptor: number, block: Uint8Array, start: number): Uint8Array {
  return block.subarray(0, readSync(descriptor, block, 0, block.length, start))
}
