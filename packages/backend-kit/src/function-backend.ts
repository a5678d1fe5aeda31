// A separate entry point: only it needs p-queue and p-retry.
export { functionBackend } from "./function/backend.ts"
export type { Batch, BatchFunction, FunctionBackendOptions } from "./function/backend.ts"
export type { Answer, OutputInfo } from "./function/answer.ts"
export { type CallRules, checkRules } from "./function/rules.ts"
