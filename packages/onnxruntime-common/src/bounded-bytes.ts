import { PamiError, slices } from "@pami/core"
import type { Bytes } from "./wire.ts"

/** Lets others have the thread, where it has been kept for long. */
export type Pause = () => Promise<void> | undefined

// Models of gigabytes have some hundred thousand; a file made to keep its reader busy may have as many as bytes.
const mostFields = 2_500_000
// Between two pauses: more take longer than a server can wait, and no exporter writes so many into one part.
const mostInPart = 100_000

/**
 * Returns the same bytes with an end to how many fields are looked at, and the pause that their reader makes between
 * parts of the file: every look is one read.
 *
 * @param file name of the file, for the message
 */
export function bounded(bytes: Bytes, file: string): { readonly bytes: Bytes; readonly pause: Pause } {
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
    },
    pause() {
      inPart = 0
      return slice.due() ? slice.next() : undefined
    },
  }
}
