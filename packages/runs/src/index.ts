export { ahead } from "./ahead.ts"
export { explainInputs, type Explaining, type RunMetrics } from "./explain-inputs.ts"
export { dataSetInputs, type DataSetInputsOptions } from "./inputs/data-set-inputs.ts"
export { fileInputs, type FileInputsOptions } from "./inputs/file-inputs.ts"
export type { InputList, ListedInputs, RunInput } from "./inputs/input-list.ts"
export { type ReadAddress, remoteInputs } from "./inputs/remote-inputs.ts"
export { tableInputs } from "./inputs/table-inputs.ts"
export { nameOfMap } from "./maps.ts"
export { type MergeOutcome, mergeRuns } from "./merge-runs.ts"
export { openRun, type Run, type RunOptions } from "./open-run.ts"
export { lineKey, planRun, type PlanOptions, type RunMethods, type RunPlan } from "./plan-run.ts"
export { differencesOf, readQuestion } from "./question.ts"
export { readResults } from "./read-results.ts"
export { readStatus, type RunStatus, type ShardStatus } from "./read-status.ts"
export {
  type LineExplanation,
  type LineMap,
  type LineTarget,
  type Outcome,
  parseLine,
  type ResultKey,
  type ResultLine,
} from "./result-line.ts"
export type { RunErrorCode } from "./run-error.ts"
export { runInputs, type RunInputsOptions, type RunOutcome, type RunProgress } from "./run-inputs.ts"
export { listIds, type Selection, selectIds } from "./select-ids.ts"
export { isInShard, parseShard, type Shard, shardFrom, type Variables } from "./shard.ts"
export { type LocalWorker, localWorker, type RunWorker, type WantedInput } from "./worker.ts"
export { explainWith } from "./work.ts"
