import type { Pixels } from "../primitives/pixels.ts"
import type { Segmentation } from "../segment.ts"

/** A message to the worker: a job, or the cancellation of one. */
export type SegmentRequest =
  | {
      readonly kind: "segment"
      /** Number of the job, repeated in its replies. */
      readonly job: number
      readonly pixels: Pixels
      readonly settings: readonly Segmentation[]
    }
  | { readonly kind: "cancel"; readonly job: number }

/** A message from the worker: `ready` once; then, for each job, one per label map and one that ends the job. */
export type SegmentReply =
  | { readonly kind: "ready" }
  | { readonly kind: "labels"; readonly job: number; readonly setting: number; readonly labels: Int32Array }
  | { readonly kind: "done"; readonly job: number }
  | { readonly kind: "failed"; readonly job: number; readonly name: string; readonly message: string }

/** Returns an error of the class thrown in the worker: not every platform keeps the class between threads. */
export function restoreError(name: string, message: string): Error {
  if (name === "RangeError") return new RangeError(message)
  if (name === "TypeError") return new TypeError(message)
  return new Error(`${name}: ${message}`)
}
