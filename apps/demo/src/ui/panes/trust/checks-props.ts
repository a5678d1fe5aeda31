import type { ComponentType } from "preact"
import type { Trust } from "../../trust/create-trust.ts"

/** A part of the input, to be shown. */
export interface KeptProps {
  /** Runs of units. */
  readonly part: Int32Array
  /** Whether the part is masked, not the others. */
  readonly inverse: boolean
}

/** A map to check. */
export interface ChecksProps {
  readonly trust: Trust
  /** Shows the units that are kept. */
  readonly Kept: ComponentType<KeptProps>
  /** Whether it outlines the smallest sufficient region. Default: it does not. */
  readonly outlines?: boolean
}
