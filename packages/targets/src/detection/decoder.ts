import type { Box } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { type PlainOutputs, plainReader } from "../outputs/plain-outputs.ts"
import { toCorners } from "./boxes.ts"
import type { ReadCandidates } from "./candidates.ts"

/** A box that a decoder read. */
export interface Detection {
  /** In units of the first grid: pixels of the input of the model. */
  readonly box: Box
  /** Number of the class, from 0. */
  readonly class: number
  /** Score of the class, 0 to 1. */
  readonly score: number
}

/**
 * Returns the boxes of one item: all that the model has, before suppression, so that scores fall by degrees.
 *
 * @param outputs of one item
 * @param item its position in the batch
 */
export type Decoder = (outputs: PlainOutputs, item: number) => readonly Detection[]

/** Returns the reader of candidates by a decoder. */
export function readDecoder(decoder: Decoder): {
  readonly read: ReadCandidates
  readonly settings: { readonly format: "decoder" }
  findings(): []
} {
  const open = plainReader()
  return {
    settings: { format: "decoder" },
    findings: () => [],
    read: (outputs, count) => {
      const itemOf = open(outputs, count)
      return (item) => {
        const found = decoder(itemOf(item), item)
        for (const one of found) expectDetection(one)
        return {
          count: found.length,
          box: (i) => toCorners(found[i].box),
          score: (i, cls) => (found[i].class === cls ? found[i].score : 0),
          best: (i) => found[i].class,
        }
      }
    },
  }
}

function expectDetection({ box, class: cls, score }: Detection): void {
  const numbers = [box?.x, box?.y, box?.width, box?.height, cls, score]
  if (numbers.every(Number.isFinite)) return
  throw targetsError(
    "OUTPUT_UNSUITABLE",
    `the decoder returned ${JSON.stringify({ box, class: cls, score })}: a detection is { box: { x, y, width, height }, class, score }, all finite numbers`,
  )
}
