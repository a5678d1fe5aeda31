import type { Curve } from "../../../engine/judge-contract.ts"

/** The charts of curves, in the order of the page. */
export const charts = [
  { kind: "insertion", mask: "blur", title: "Insertion into blur" },
  { kind: "insertion", mask: "black", title: "Insertion into black" },
  { kind: "deletion", mask: "blur", title: "Deletion by blur" },
  { kind: "deletion", mask: "black", title: "Deletion by black" },
] as const satisfies readonly (Pick<Curve, "kind" | "mask"> & { readonly title: string })[]
