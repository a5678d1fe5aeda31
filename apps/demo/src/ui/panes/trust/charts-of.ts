import type { Curve } from "../../../engine/judge-contract.ts"
import type { Trust } from "../../trust/create-trust.ts"
import { titleOf } from "../../trust/words.ts"

/** A chart of curves. */
export interface Chart extends Pick<Curve, "kind" | "mask"> {
  readonly title: string
}

/** Returns the charts of curves, in the order of the page: insertion and deletion, each under every mask. */
export function chartsOf({ masks }: Pick<Trust, "masks">): readonly Chart[] {
  return (["insertion", "deletion"] as const).flatMap((kind) =>
    masks.value.map((mask) => ({ kind, mask, title: titleOf({ kind, mask }) })),
  )
}
