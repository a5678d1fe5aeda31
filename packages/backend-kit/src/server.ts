// A separate entry point: only it needs p-queue and p-retry.
export { abortedError, type ApiErrorCode, apiError, isPassing, shown } from "./server/api-error.ts"
export { type Call, type CallsRules, createCalls } from "./server/calls.ts"
export type { Advice, Connection, PlatformFetch } from "./server/connection.ts"
export { exposesKey, keyUnencrypted, variable } from "./server/key.ts"
export { waitOf } from "./server/refusal.ts"
export { type Reply, readJson, type Request, send } from "./server/send.ts"
