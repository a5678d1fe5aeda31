/** The pixels of an object as COCO writes them: lengths of runs down the columns, the first of them outside. */
export interface Runs {
  /** Rows and columns. */
  readonly size: readonly [height: number, width: number]
  /** Lengths, or their compressed text. */
  readonly counts: readonly number[] | string
}

/**
 * Adds the pixels of runs to a mask.
 *
 * @param mask row-major, one byte for each pixel
 * @returns whether the runs are sound: of the size of the mask, and as many pixels
 */
export function addRuns({ size: [height, width], counts }: Runs, mask: Uint8Array): boolean {
  if (height * width !== mask.length) return false
  // A run of at least one pixel after each of no pixels.
  if (counts.length > 8 * (mask.length + 2)) return false
  const lengths = typeof counts === "string" ? decodeCounts(counts) : counts
  if (lengths === undefined) return false
  let at = 0
  for (const [run, length] of lengths.entries()) {
    if (!Number.isSafeInteger(length) || length < 0 || at + length > mask.length) return false
    if (run % 2 === 1)
      for (let pixel = at; pixel < at + length; pixel++)
        mask[(pixel % height) * width + Math.floor(pixel / height)] = 1
    at += length
  }
  return at === mask.length
}

/**
 * Returns the lengths in a compressed text: groups of 5 bits, the lowest first, as characters from `0`; bit 6 says that
 * another follows. From the fourth on, a length is the difference to the one two before (`rleFrString` of pycocotools).
 */
function decodeCounts(text: string): number[] | undefined {
  const lengths: number[] = []
  for (let at = 0; at < text.length;) {
    let value = 0
    for (let group = 0, more = true; more; group++) {
      const code = text.charCodeAt(at++) - 48
      // A length of 32 bits has 7 groups at most.
      if (!(code >= 0 && code < 64) || group > 6) return undefined
      value |= (code & 31) << (5 * group)
      more = (code & 32) !== 0
      if (!more && (code & 16) !== 0 && group < 6) value |= -1 << (5 * (group + 1))
    }
    const { length } = lengths
    lengths.push(length > 2 ? value + lengths[length - 2] : value)
  }
  return lengths
}
