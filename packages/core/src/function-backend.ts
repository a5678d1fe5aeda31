// Functions as models. An entry of its own, as whoever explains the model of a runtime needs none of it.
export { functionBackend } from "./function-backend/backend.ts"
export type { Answer, Batch, BatchFunction, FunctionBackendOptions } from "./function-backend/backend.ts"
export type { CallRules } from "./function-backend/calls.ts"
export type { CallSignal } from "./function-backend/platform.ts"
