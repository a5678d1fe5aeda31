import type { LaneMessage, LaneReply } from "@pami/onnxruntime-common"
import type { Start } from "../runtime.ts"
import type { Opening } from "../session.ts"

/**
 * To the thread of a lane: how its runtime starts, once, before all else, and what the runtime's file is compiled to, or
 * that nobody has compiled it yet; then what a lane is asked.
 */
export type ToLane =
  | { readonly start: Start }
  | { readonly compiled: WebAssembly.Module | undefined }
  | LaneMessage<Opening>

/** From the thread of a lane: first that its runtime is there, or the words that say why not. */
export type FromLane =
  | { readonly version: string; readonly compiled: WebAssembly.Module | undefined }
  | { readonly unavailable: string }
  | LaneReply
