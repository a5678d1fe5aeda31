import type { PlatformSignal } from "@pami/core/tensor"
import type { Finding, Settings } from "@pami/core"
import type { AnswerCache } from "../cache/answer-cache.ts"
import type { ScoringName } from "./scoring-name.ts"

/** The two ways in which a server takes a prompt: as messages of a chat, or as one text. */
export type Api = "chat" | "completions"

/** A language model behind an OpenAI-compatible server. Made by `openai`. */
export interface LanguageModel {
  /** Marks the object, also for other copies of this package: see {@link isLanguageModel}. */
  readonly kind: "language-model"
  readonly name: string
  readonly api: Api
  readonly scoring: ScoringName | "auto"
  /** All that decides an answer but the prompt. Without key, headers and query of the address. */
  readonly settings: Settings
  readonly findings: readonly Finding[]
  readonly cache: AnswerCache
  /** Most calls at once. */
  readonly concurrency: number
  /** Returns the fields of a request with model, temperature, seed and the fields that the caller adds or removes. */
  complete(fields: Settings): Settings
  /**
   * Sends a request, with retries, and returns the answer, parsed.
   *
   * @param path of the endpoint: `"chat/completions"`
   * @throws PamiError as listed in the README
   */
  send(
    path: string,
    body: Settings,
    options?: { readonly signal?: PlatformSignal | undefined; readonly retries?: number },
  ): Promise<unknown>
}

/** Returns whether a value is a language model, of this or another copy of this package. */
export function isLanguageModel(value: unknown): value is LanguageModel {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as { readonly kind?: unknown }).kind === "language-model"
  )
}
