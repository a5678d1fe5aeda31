export { anyRecipeSchema, type Recipe } from "./schema/any-recipe.ts"
export { beforeRuns } from "./before-runs.ts"
export { completeRecipe, recipeDefaults, type RecipeDraft, recipeDraftSchema } from "./complete-recipe.ts"
export { createPartitioner } from "./create-partitioner.ts"
export { type DataFile, type DataFormat, formatOf, isDataName, kindOfFile } from "./data/data-file.ts"
export {
  completeDataRecipe,
  type DataDraft,
  type DataKindName,
  type DataRecipe,
  type SeriesRecipe,
  type TextRecipe,
} from "./schema/data-recipe.ts"
export { kindsOfField, type RecipeKind } from "./schema/kinds-of-field.ts"
export type { DataFiles, ReadFiles } from "./data/data-files.ts"
export { openData, resolveDataFiles } from "./data/open-data.ts"
export { readTable } from "./data/tables.ts"
export { openTokenizerOf } from "./data/tokenizers.ts"
export { readTexts, type Texts } from "./data/texts.ts"
export { findTokenizer, type TokenizerFiles } from "./discovery/find-tokenizer.ts"
export { textMasks, textUnits } from "./schema/text-fields.ts"
export type { DataContent, PreparedData, UnitAxis } from "./data/prepared-data.ts"
export { prepareDataTask } from "./data/prepare-data-task.ts"
export { replayData, type ReplayDataOptions } from "./replay-data.ts"
export { runData, type RunDataOptions } from "./run-data.ts"
export { decidePreprocessing } from "./decide-preprocessing.ts"
export type { Preparation, PreparationOptions } from "./decide-preprocessing.ts"
export { keptClasses, sweptClasses } from "./target/classes.ts"
export { createTarget, type TargetOptions, type TaskContext } from "./target/create-target.ts"
export { prepareTask } from "./prepare-task.ts"
export { withWhole } from "./target/decide-task.ts"
export { decideTarget } from "./target/decide-target.ts"
export type { DecideOptions, Decision } from "./target/decision.ts"
export { definedFields } from "./schema/defined-fields.ts"
export { discover, type DiscoverOptions, type Discovery, labelFindings } from "./discovery/discover.ts"
export { filesNear } from "./discovery/files-near.ts"
export { expectedModel, modelAmong, type ModelFiles, modelPaths, onnxAmong } from "./discovery/model-among.ts"
export { adviceFor, nameInput } from "./discovery/describe-input.ts"
export {
  type InputKind,
  type ModelFacts,
  type Recognized,
  recognizeInputs,
} from "./discovery/recognize-input.ts"
export { type ModelTask, recognizeTask } from "./discovery/recognize-task.ts"
export { foldersNear, largestNeighbour, type ReadNeighbour } from "./discovery/neighbours.ts"
export { loadExplanation, saveExplanation, type SavedExplanation } from "./explanation-file.ts"
export { isImageRecord, mapNames, moveRecord, parseRecord, parseSavedRecord } from "./manifest-record.ts"
export { readClasses } from "./manifest-record.ts"
export type { ImageRecord, RecipeRecord } from "./manifest-record.ts"
export type { AskedQuestion, Writing } from "./schema/written.ts"
export { longestRecipe, parseRecipeDraft } from "./parse-recipe-draft.ts"
export { expectNoOtherClass, parseClass, parseTarget } from "./target/parse-target.ts"
export { encodeNpz } from "./npz.ts"
export { parseSegmentationList } from "./segmentation-list.ts"
export { prepareInput } from "./prepare-input.ts"
export { qualities, type Quality } from "./schema/quality.ts"
export {
  dataMasks,
  type ImageRecipe,
  isMaskFile,
  masks,
  moveFiles,
  recipeSchema,
  strategies,
} from "./schema/recipe.ts"
export { check } from "./schema/check.ts"
export { replay, type ReplayOptions } from "./replay.ts"
export { type RecipeFiles, type ResolvedRecipe, resolveRecipe } from "./resolve-recipe.ts"
export { methodOf, readMap, readSelection, runRecipe, type RunOptions } from "./run-recipe.ts"
export type { TextFile } from "./text-file.ts"
export { factsOf, type NamedTask, namedTasks, taskOf } from "./schema/named-task.ts"
export { isClassification, isOfTokens, type Task } from "./schema/task.ts"
export { limits } from "./schema/limits.ts"
