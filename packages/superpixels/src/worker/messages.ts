import type { Pixels } from "../image.ts"
import type { Segmentation } from "../segment.ts"

/** What goes to the worker. */
export interface SegmentRequest {
  /** Tells the replies of one job from those of others. */
  readonly job: number
  readonly pixels: Pixels
  readonly settings: readonly Segmentation[]
}

/** What comes back: one message a label map as each is done, then one that ends the job. */
export type SegmentReply =
  | { readonly job: number; readonly kind: "labels"; readonly setting: number; readonly labels: Int32Array }
  | { readonly job: number; readonly kind: "done" }
  | { readonly job: number; readonly kind: "failed"; readonly name: string; readonly message: string }

/** An error as it was thrown in the worker; its class does not survive the way between threads on every platform. */
export function revived(name: string, message: string): Error {
  if (name === "RangeError") return new RangeError(message)
  if (name === "TypeError") return new TypeError(message)
  return new Error(`${name}: ${message}`)
}
