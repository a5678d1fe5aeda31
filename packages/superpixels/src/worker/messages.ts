import type { Pixels } from "../primitives/pixels.ts"
import type { Segmentation } from "../segment.ts"

/** What goes to the worker: a job, or word that the result of one is not wanted any more. */
export type SegmentRequest =
  | {
      readonly kind: "segment"
      /** Tells the replies of one job from those of others. */
      readonly job: number
      readonly pixels: Pixels
      readonly settings: readonly Segmentation[]
    }
  | { readonly kind: "cancel"; readonly job: number }

/** What comes back: `ready` once, then one message a label map as each is done, and one that ends the job. */
export type SegmentReply =
  | { readonly kind: "ready" }
  | { readonly kind: "labels"; readonly job: number; readonly setting: number; readonly labels: Int32Array }
  | { readonly kind: "done"; readonly job: number }
  | { readonly kind: "failed"; readonly job: number; readonly name: string; readonly message: string }

/** An error as it was thrown in the worker; its class does not survive the way between threads on every platform. */
export function revived(name: string, message: string): Error {
  if (name === "RangeError") return new RangeError(message)
  if (name === "TypeError") return new TypeError(message)
  return new Error(`${name}: ${message}`)
}
