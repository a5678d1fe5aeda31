import type { Activation, ReadOut } from "@pami/core"
import type { Recipe, Quality } from "@pami/recipe"
import type { Look } from "./figure.ts"
import type { PreprocessingFlags } from "./loaded.ts"

/** Options of `pami explain`, as commander hands them over. */
export interface ExplainFlags extends PreprocessingFlags, Look {
  readonly model: string | undefined
  readonly labels: string | undefined
  readonly backend: string | undefined
  readonly threads: number | undefined
  readonly modelOutput: string | undefined
  readonly activation: Activation | "auto"
  readonly feed: Record<string, string> | undefined
  readonly target: string
  readonly versus: string | undefined
  readonly strategy: Recipe["strategy"]
  readonly partitions: readonly string[] | undefined
  readonly augment: string | undefined
  readonly quality: Quality
  readonly until: number | undefined
  readonly stages: 1 | 2
  readonly cutBy: Recipe["cutBy"]
  readonly combine: Recipe["combine"]
  readonly score: NonNullable<ReadOut["score"]>
  readonly weight: NonNullable<ReadOut["weight"]>
  readonly radius: number | undefined
  readonly stride: number | undefined
  readonly mask: string
  readonly mode: Recipe["mode"]
  readonly passes: number | undefined
  readonly batch: number | "auto"
  readonly seed: number
  readonly maxPixels: number | undefined
  readonly output: string | undefined
  readonly map: string | undefined
  readonly manifest: string | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}
