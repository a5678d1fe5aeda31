import { parseAugmentations } from "@pami/image"
import { UsageError } from "./exit-status.ts"
import type { ExplainFlags } from "./flags.ts"
import type { Job } from "./job.ts"
import type { Loaded, Preparation } from "./loaded.ts"
import { partitionsOf } from "./partitions.ts"
import { budgetOf } from "./quality.ts"

/** The job that a command line asks for. What it leaves open is decided here, so that the manifest holds all of it. */
export async function jobOf(
  flags: ExplainFlags,
  { input, preprocessing }: Preparation,
  { file }: Loaded,
): Promise<Job> {
  const { strategy, mode, stages } = flags
  const { width, height } = preprocessing
  const named = flags.partitions ?? []
  const { settings, labelMaps } = await partitionsOf(named, [height, width])
  refuseContradictions(flags, labelMaps)
  const budget = budgetOf(flags.quality, strategy)
  const passes = flags.passes ?? (flags.stride === undefined && labelMaps.length === 0 ? budget.passes : null)
  if (stages === 2 && passes !== null && passes < 2)
    throw new UsageError("--stages 2 needs at least 2 passes, one for each stage")
  const augment = flags.augment ?? augmentationsFor(flags, labelMaps, budget.augment)
  // Told now, before the model runs.
  parseAugmentations(augment, preprocessing)
  return {
    input,
    output: flags.modelOutput ?? null,
    // The bundled model is known to give logits: no need to find out, or to tell.
    activation: file === null && flags.activation === "auto" ? "softmax" : flags.activation,
    preprocessing,
    strategy,
    settings,
    labelMaps,
    augment,
    mode,
    radius: flags.radius ?? null,
    stride: flags.stride ?? null,
    passes,
    until: flags.until ?? null,
    stages,
    cutBy: flags.cutBy,
    combine: flags.combine,
    readOut: { score: flags.score, weight: flags.weight },
    mask: flags.mask,
    seed: flags.seed,
    feeds: flags.feed ?? {},
  }
}

/** The copies that `--augment` leaves open: none of label maps; the authors' of their mode; more for many passes. */
function augmentationsFor(
  { strategy, mode, passes, until }: ExplainFlags,
  labelMaps: readonly string[],
  usual: string,
): string {
  if (strategy !== "pre-segmentation" || labelMaps.length > 0) return "none"
  if (mode === "authors") return "authors"
  if (passes !== undefined) return passes > passesOfShifts ? "shifts:60" : "shifts"
  return until !== undefined ? "shifts" : usual
}

// The list of 20 on 13 copies has more parts than this, of any picture that is not flat.
const passesOfShifts = 4000

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
