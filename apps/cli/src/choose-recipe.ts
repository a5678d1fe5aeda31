import { chooseRecipe } from "@pami/explainer"
import type { DescribedModel } from "@pami/explainer"
import { definedFields, parseClass, parseTarget, recipeDefaults, taskOf } from "@pami/recipe"
import type { Preparation, ImageRecipe, RecipeDraft } from "@pami/recipe"
import { UsageError } from "./exit-status.ts"
import { isModule } from "./own-target.ts"
import { readPartitions } from "./partitions.ts"
import type { RecipeRequest, TaskRequest } from "./request.ts"

/**
 * Returns the recipe that a command line asks for: its options take the place of the fields of the recipe file.
 *
 * @param file the draft in the recipe file
 * @throws UsageError for options that contradict each other
 */
export async function recipeFor(
  request: RecipeRequest,
  file: RecipeDraft,
  described: DescribedModel,
  preparation: Preparation,
): Promise<ImageRecipe> {
  const { width, height } = preparation.preprocessing
  const { labels } = described
  const { target, versus, partitions, readOut } = request
  const kept = withoutOverridden(file, request.draft)
  const draft: RecipeDraft = {
    ...kept,
    ...definedFields(request.draft),
    ...(partitions === undefined ? {} : await readPartitions(partitions, [height, width])),
    ...taskFields(request.task),
    readOut: { ...recipeDefaults.readOut, ...kept.readOut, ...readOut },
    ...(target === undefined || isModule(target) ? {} : { target: parseTarget(target, labels, "--target") }),
    ...(versus === undefined ? {} : { versus: parseClass(versus, labels, "--versus") }),
  }
  refuseContradictions(draft, partitions !== undefined)
  return chooseRecipe(described, draft, preparation)
}

/**
 * Returns the task that the options name, with the options of its targets.
 *
 * @throws UsageError for options of another task
 */
export function taskFields({ name, boxes, region, references }: TaskRequest): Pick<RecipeDraft, "task"> {
  const given = [
    ["--boxes", "detection", boxes],
    ["--region", "segmentation", region],
    ["--reference", "embedding", references],
  ] as const
  const [first, second] = given.filter(([, , value]) => value !== undefined)
  if (second !== undefined)
    throw new UsageError(`${first[0]} is of a ${first[1]}, ${second[0]} of a ${second[1]}: give one of them`)
  if (first !== undefined && name !== undefined && name !== first[1])
    throw new UsageError(`${first[0]} goes with --task ${first[1]}, not with --task ${name}`)
  const chosen = name ?? first?.[1]
  const task = chosen === undefined ? null : taskOf(chosen, references)
  if (task === null) return {}
  if (task.name === "detection" && boxes !== undefined) return { task: { ...task, format: boxes } }
  if (task.name === "segmentation" && region !== undefined)
    return { task: { ...task, region: boxOf(region) } }
  return { task }
}

/** Returns the box that a text names: four numbers with commas between; else the text, as the path of a file. */
function boxOf(text: string): string | { x: number; y: number; width: number; height: number } {
  const numbers = text.split(",").map(Number)
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return text
  const [x, y, width, height] = numbers
  if (width < 1 || height < 1)
    throw new UsageError(`--region ${text}: a width and a height of at least 1 pixel`)
  return { x, y, width, height }
}

/** Returns the fields of the recipe file without those that depend on another field which the command line overrides. */
export function withoutOverridden(
  file: RecipeDraft,
  { quality, method, strategy, stages }: RecipeDraft,
): RecipeDraft {
  const ofStages = ["cutBy", "combine"]
  const isWindows = strategy !== undefined && strategy !== "pre-segmentation"
  const overridden = [
    ...(quality === undefined ? [] : ["passes", "augment"]),
    ...(method === undefined || method === "pami" ? [] : Object.keys(detailsOfPami)),
    ...(isWindows ? ["augment", "settings", "labelMaps", "stages", ...ofStages] : []),
    ...(strategy === "pre-segmentation" ? ["radius", "stride"] : []),
    ...(stages === 1 ? ofStages : []),
  ]
  return Object.fromEntries(Object.entries(file).filter(([field]) => !overridden.includes(field)))
}

/** The fields of a recipe that only the method pami reads, with their options. */
const detailsOfPami = {
  strategy: "--strategy",
  settings: "--partitions",
  labelMaps: "--partitions",
  augment: "--augment",
  radius: "--radius",
  stride: "--stride",
  until: "--until",
  stages: "--stages",
  cutBy: "--cut-by",
  combine: "--combine",
  readOut: "--score and --weight",
} satisfies Partial<Record<keyof RecipeDraft, string>>

function refuseContradictions(draft: RecipeDraft, hasPartitions: boolean): void {
  const defaults = { ...recipeDefaults, augment: "none", passes: null }
  const whole = { ...defaults, ...definedFields(draft) }
  const { method, strategy, mode, stages, augment, radius, stride, combine, target, versus, passes } = whole
  const hasLabelMaps = (draft.labelMaps ?? []).length > 0
  const refuse = (contradicts: boolean, what: string) => {
    if (contradicts) throw new UsageError(what)
  }
  if (method !== "pami")
    for (const [field, flag] of Object.entries(detailsOfPami) as [keyof typeof detailsOfPami, string][])
      refuse(
        JSON.stringify(whole[field]) !== JSON.stringify(defaults[field]),
        `${flag} goes with --method pami, not with ${method}`,
      )
  const isWindows = strategy !== "pre-segmentation"
  refuse(strategy === "grid" && mode === "authors", "--mode authors does not go with --strategy grid")
  refuse(isWindows && hasPartitions, "--partitions goes with --strategy pre-segmentation")
  refuse(isWindows && augment !== "none", "--augment goes with --strategy pre-segmentation")
  refuse(isWindows && stages === 2, "--stages 2 goes with --strategy pre-segmentation")
  refuse(stages === 2 && passes === 1, "--stages 2 needs at least 2 passes, one for each stage")
  refuse(
    !isWindows && (radius !== null || stride !== null),
    "--radius and --stride go with --strategy sliding-window or grid",
  )
  refuse(
    hasLabelMaps && augment !== "none",
    "label maps from files are of the image itself: they do not go with --augment",
  )
  refuse(
    hasLabelMaps && stages === 2,
    "--stages 2 cuts the first map itself: label maps from files do not go with it",
  )
  refuse(combine === "product" && stages === 1, "--combine product is of two stages: add --stages 2")
  refuse(
    target !== undefined && "classes" in target && target.classes[0] === versus,
    "--target and --versus name the same class; a contrast needs two",
  )
  refuse(
    stages === 2 &&
      target !== undefined &&
      ("top" in target ? target.top : "classes" in target ? target.classes.length : 2) > 1,
    "--stages 2 explains one class: the second stage is cut by its first map",
  )
}
