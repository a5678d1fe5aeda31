export { type RecipeDraft, completeRecipe } from "./complete-recipe.ts"
export { loadExplanation, saveExplanation, type SavedExplanation } from "./explanation-file.ts"
export type { Files } from "./files.ts"
export { beforeRuns } from "./before-runs.ts"
export { discover, type DiscoverOptions, type Discovery, labelFindings } from "./discovery/discover.ts"
export { type ModelKind, nameKind, type RecognizedKind, recognizeKind } from "./discovery/model-kind.ts"
export { foldersNear, type ReadNeighbour } from "./discovery/neighbours.ts"
export { prepareInput } from "./prepare-input.ts"
export { type Recipe, recipeSchema, masks, moveFiles, strategies } from "./recipe.ts"
export { createPartitioner } from "./create-partitioner.ts"
export {
  type Preparation,
  decidePreprocessing,
  type PreparationOptions,
  type TextFile,
} from "./decide-preprocessing.ts"
export { qualities, type Quality } from "./quality.ts"
export { type RecipeRecord, mapNames, moveRecord, parseRecord } from "./manifest-record.ts"
export { replay, type ReplayOptions } from "./replay.ts"
export { limits } from "./schema/limits.ts"
export { parseSegmentationList } from "./segmentation-list.ts"
export { readMap, runRecipe, type RunOptions } from "./run-recipe.ts"
export { decideTarget, createTarget } from "./decide-target.ts"
export type { Decision } from "./decide-target.ts"
