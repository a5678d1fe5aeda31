import { PamiError, slices } from "@pami/core"
import type { Bytes } from "./wire.ts"

/** Lets other tasks run if this one has held the thread for long. */
export type Pause = () => Promise<void> | undefined

/** Bytes whose reads are counted. */
export interface CountedBytes extends Bytes {
  /** Returns whether so much was read since the last pause that the reader should offer one. */
  isLong(): boolean
}

// Models of gigabytes have some hundred thousand; a file made to keep its reader busy may have as many as bytes.
const mostFields = 2_500_000
// Between two pauses: more take longer than a server can wait, and no exporter writes so many into one part.
const mostInPart = 100_000
// Some 0.1 ms.
const manyInPart = 500

/**
 * Returns the same bytes with an end to how many fields are looked at, and the pause that their reader makes between
 * parts of the file: every look is one read.
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
    if (inFile <= mostFields && inPart <= mostInPart) return
    const [what, most] = inFile > mostFields ? ["is", mostFields] : ["has a part", mostInPart]
    throw new PamiError(
      "MODEL_UNSUPPORTED",
      `${file} ${what} made of more than ${most.toLocaleString("en")} pieces, as no exporter writes them: export it again`,
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
