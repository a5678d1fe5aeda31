import { completeRecipe } from "@pami/recipe"
import type { Recipe, Preparation } from "@pami/recipe"
import { UsageError } from "./exit-status.ts"
import type { ExplainFlags } from "./flags.ts"
import type { Loaded } from "./loaded.ts"
import { partitionsOf } from "./partitions.ts"

/** The recipe that a command line asks for. */
export async function recipeFromFlags(
  flags: ExplainFlags,
  preparation: Preparation,
  { file, labels }: Loaded,
): Promise<Recipe> {
  const { width, height } = preparation.preprocessing
  const partitions = await partitionsOf(flags.partitions ?? [], [height, width])
  refuseContradictions(flags, partitions.labelMaps)
  // The bundled model is known to give logits: no need to find out, or to tell.
  const activation = file === null && flags.activation === "auto" ? "softmax" : flags.activation
  const { modelOutput: output, feed: feeds, score, weight } = flags
  return completeRecipe(
    {
      ...flags,
      ...partitions,
      activation,
      output,
      feeds,
      labels: labels?.length,
      readOut: { score, weight },
    },
    preparation,
  )
}

function refuseContradictions(flags: ExplainFlags, labelMaps: readonly string[]): void {
  const { strategy, mode, stages, augment, partitions, radius, stride, combine } = flags
  const refuse = (contradicts: boolean, what: string) => {
    if (contradicts) throw new UsageError(what)
  }
  const windows = strategy !== "pre-segmentation"
  refuse(strategy === "grid" && mode === "authors", "--mode authors does not go with --strategy grid")
  refuse(windows && partitions !== undefined, "--partitions goes with --strategy pre-segmentation")
  refuse(windows && (augment ?? "none") !== "none", "--augment goes with --strategy pre-segmentation")
  refuse(windows && stages === 2, "--stages 2 goes with --strategy pre-segmentation")
  refuse(stages === 2 && flags.passes === 1, "--stages 2 needs at least 2 passes, one for each stage")
  refuse(
    !windows && (radius !== undefined || stride !== undefined),
    "--radius and --stride go with --strategy sliding-window or grid",
  )
  refuse(
    labelMaps.length > 0 && (augment ?? "none") !== "none",
    "label maps from files are of the picture itself: they do not go with --augment",
  )
  refuse(
    labelMaps.length > 0 && stages === 2,
    "--stages 2 cuts the first map itself: label maps from files do not go with it",
  )
  refuse(combine === "product" && stages === 1, "--combine product is of two stages: add --stages 2")
}
