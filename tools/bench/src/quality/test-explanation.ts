import { fromLabels } from "@pami/core"
import type { Explanation } from "@pami/core"

/** An explanation, for tests, of a row of `parts` units: every partition cuts it into single units. */
export function explanationOf(scores: readonly number[], parts: number): Explanation {
  const units = [parts]
  const partition = fromLabels(
    Int32Array.from({ length: parts }, (_, unit) => unit),
    units,
  )
  const values = () => ({ shape: units, channels: 1, data: new Float32Array(parts) })
  return {
    units,
    targets: [0],
    scale: { unit: "value" },
    original: Float64Array.of(1),
    baseline: Float64Array.of(0),
    prediction: Float64Array.of(1),
    copies: [{ name: "itself", values, inverse: (map) => map }],
    partitions: Array.from({ length: scores.length / parts }, () => partition),
    scores: Float32Array.from(scores),
    passes: scores.length,
    planned: 1,
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
