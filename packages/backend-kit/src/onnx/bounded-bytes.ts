import { PamiError } from "@pami/core"
import { slices } from "@pami/core/tensor"
import type { Bytes } from "./protobuf.ts"

/** Lets other tasks run if the reader has kept the thread for long. */
export type Pause = () => Promise<void> | undefined

/** Bytes whose reads are counted. */
export interface CountedBytes extends Bytes {
  /** Returns whether the reader has read so much since the last pause that it should offer one. */
  isLong(): boolean
}

// Models of gigabytes need some hundred thousand; a file made to keep its reader busy may need as many as it has bytes.
const mostReads = 5_000_000
// Between two pauses: more take longer than a server can wait, and no exporter writes so many fields into one part.
const mostInPart = 100_000
// Some 0.1 ms.
const manyInPart = 500

/**
 * Returns the same bytes with a limit on the number of reads, and the pause that their reader makes between parts of the
 * file.
 *
 * @param file name of the file, for the message
 */
export function bounded(bytes: Bytes, file: string): { readonly bytes: CountedBytes; readonly pause: Pause } {
  const slice = slices()
  let inFile = 0
  let inPart = 0

  function count(): void {
    inFile++
    inPart++
    if (inFile <= mostReads && inPart <= mostInPart) return
    const [where, most] = inFile > mostReads ? ["has", mostReads] : ["has a part of", mostInPart]
    throw new PamiError(
      "MODEL_UNSUPPORTED",
      `${file} ${where} more than ${most.toLocaleString("en")} fields, which no exporter writes: export it again`,
    )
  }

  return {
    bytes: {
      size: bytes.size,
      read(start, length) {
        count()
        return bytes.read(start, length)
      },
      isLong: () => inPart >= manyInPart,
    },
    pause() {
      inPart = 0
      return slice.due() ? slice.next() : undefined
    },
  }
}
