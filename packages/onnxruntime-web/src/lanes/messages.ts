import type { LaneMessage, LaneReply } from "@pami/backend-kit"
import type { SessionFacts } from "@pami/onnxruntime-common"
import type { Start } from "../runtime.ts"
import type { Opening } from "../session.ts"

/**
 * To the thread of a lane: first how its runtime starts, and the runtime's compiled file, or `undefined` if no lane has
 * compiled it; then requests.
 */
export type ToLane =
  | { readonly start: Start }
  | { readonly compiled: WebAssembly.Module | undefined }
  | LaneMessage<Opening>

/** From the thread of a lane: first the version of its runtime, or the error; then replies. */
export type FromLane =
  | { readonly version: string; readonly compiled: WebAssembly.Module | undefined }
  | { readonly unavailable: string }
  | LaneReply<SessionFacts>
