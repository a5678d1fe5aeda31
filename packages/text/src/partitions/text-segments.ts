import type { Input, Partitioner } from "@pami/core"
import { textGrids } from "./text-grids.ts"

/** Options of {@link textSegments}. */
export interface TextSegmentsOptions {
  /** Names of the texts. Default: all explained ones. */
  readonly grids?: readonly string[] | undefined
}

/**
 * Returns the partitioner of one partition: each unit of the texts is a part. For methods of `@pami/methods` that take segments.
 *
 * @throws PamiError, RangeError from its methods, as `textPartitions`
 *
 * @example
 * import { kernelShap } from "@pami/methods"
 *
 * const method = kernelShap({ segments: textSegments(), passes: 300 })
 * console.log(method.name) // kernel-shap
 */
export function textSegments({ grids }: TextSegmentsOptions = {}): Partitioner {
  const textsOf = (input: Input) => textGrids(input, grids)
  return {
    name: "single words",
    settings: { grids: grids ? [...grids] : null },
    total: (input) => textsOf(input).reduce((sum, { shape: [count] }) => sum + count, 0),
    planned: () => [1],
    *partitions(input) {
      const units = textsOf(input).flatMap(({ shape: [count], start }) =>
        Array.from({ length: count }, (_, unit) => start + unit),
      )
      yield {
        name: "single words",
        runs: Int32Array.from({ length: 2 * units.length }, (_, i) => units[i >> 1] + (i & 1)),
        offsets: Int32Array.from({ length: units.length + 1 }, (_, i) => 2 * i),
      }
    },
  }
}
