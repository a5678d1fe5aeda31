import { fromLabels } from "@pami/core"
import type { Explanation } from "@pami/core"

/** An explanation, for tests, of a row of `parts` units: every partition cuts it into single units. */
export function explanationOf(scores: readonly number[], parts: number): Explanation {
  const units = [parts]
  const partition = fromLabels(
    Int32Array.from({ length: parts }, (_, unit) => unit),
    units,
  )
  return {
    grids: [{ name: "units", shape: units, start: 0 }],
    variants: [{ name: "original" }],
    targets: [{ id: 0, score: 1 }],
    preferred: 0,
    scale: { unit: "value" },
    baseline: Float64Array.of(0),
    prediction: [{ id: 0, score: 1 }],
    partitions: Array.from({ length: scores.length / parts }, () => partition),
    scores: Float32Array.from(scores),
    passes: scores.length,
    planned: [1],
    complete: true,
    findings: [],
    provenance: {
      backend: "none",
      model: { digest: "", settings: {} },
      input: { digest: "", settings: {} },
      partitioner: { name: "units", settings: {} },
      target: { name: "none", settings: {} },
    },
  }
}
