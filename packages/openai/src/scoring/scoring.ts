import type { Settings } from "@pami/core"
import type { LanguageModel } from "../contracts/language-model.ts"
import type { ScoringName } from "../contracts/scoring-name.ts"
import type { Prompt } from "../context/prompt.ts"

/**
 * A piece of the answer, a token or a word: where it starts and ends in the answer, in UTF-16 code units, and its value: a
 * log-probability, or for similarities 1 if a new answer repeats it, else 0.
 */
export type Piece = readonly [start: number, end: number, value: number]

/** Asks a server about an answer, and reads what it says. */
export interface Scoring {
  readonly name: ScoringName
  /** Returns the request. */
  request(model: LanguageModel, prompt: Prompt, answer: string): { path: string; body: Settings }
  /**
   * Returns the pieces of the answer.
   *
   * @throws PamiError `API_ANSWER_INVALID`, `LOG_PROBABILITIES_MISSING`
   */
  read(reply: unknown, model: LanguageModel, prompt: Prompt, answer: string): Piece[]
}

/** Returns the endpoint and the fields of a prompt, followed by the beginning of an answer. */
export function promptFields(prompt: Prompt, begun?: string): { path: string; fields: Settings } {
  if ("text" in prompt)
    return {
      path: "completions",
      fields: { prompt: begun === undefined ? prompt.text : prompt.text + prompt.lead + begun },
    }
  const messages = prompt.messages.map(({ role, content }) => ({ role, content }))
  return {
    path: "chat/completions",
    fields: {
      messages: begun === undefined ? messages : [...messages, { role: "assistant", content: begun }],
    },
  }
}
