import type { MessagePort } from "node:worker_threads"
import type { CodedError } from "../codes.ts"
import type { RequestInput } from "../request/input.ts"
import type { ExplainOptionsOfRequest } from "../request/options.ts"
import type { ServedModel } from "../served-models.ts"

/** The formats of a response. */
export const formats = ["json", "png", "svg", "html", "npz"] as const

/** One of the formats. */
export type Format = (typeof formats)[number]

/** An explanation that a request asks for. */
export interface Asked {
  readonly model: ServedModel
  readonly input: RequestInput
  readonly options: ExplainOptionsOfRequest
  readonly format: Format
}

/** An explanation, as a worker gets it. */
export interface Job extends Asked {
  /** Progress goes out, and one message comes in that ends the explanation. */
  readonly port: MessagePort
}

/** How far an explanation is. */
export interface JobProgress {
  readonly passes: number
  /** 0 to 1. */
  readonly share: number
}

/** The contents of the response, or an error. */
export type Done =
  | { readonly type: string; readonly body: string | Uint8Array; readonly passes: number }
  | { readonly error: CodedError }
