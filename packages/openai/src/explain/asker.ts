import type { PlatformSignal } from "@pami/core/tensor"
import { digestOf } from "@pami/backend-kit"
import type { Settings } from "@pami/core"
import type { AnswerCache } from "../cache/answer-cache.ts"
import type { Prompt } from "../context/prompt.ts"
import type { LanguageModel } from "../contracts/language-model.ts"
import { readReply } from "../scoring/read-reply.ts"
import type { Piece, Scoring } from "../scoring/scoring.ts"
import { promptFields } from "../scoring/scoring.ts"

/** Asks a server, and keeps its answers. */
export interface Asker {
  /** Number of calls that were answered; retries are not counted. */
  readonly calls: number
  /** Returns the pieces of an answer after a prompt, with `fresh` from the server even if they are known. */
  score(
    scoring: Scoring,
    prompt: Prompt,
    answer: string,
    options?: { readonly fresh?: boolean; readonly retries?: number },
  ): Promise<readonly Piece[]>
  /** Returns whether an answer is known. */
  knows(scoring: Scoring, prompt: Prompt, answer: string): Promise<boolean>
  /** Returns the model's own answer; `undefined` if it is not known and `known` is set. */
  write(prompt: Prompt, maxTokens: number): Promise<string>
  /** Returns the model's own answer if it is known. */
  written(prompt: Prompt, maxTokens: number): Promise<string | undefined>
  /** Returns a value that an earlier run kept under a name. */
  recall(name: string): Promise<unknown>
  keep(name: string, value: unknown): Promise<void>
}

/** Returns an asker of a language model. `signal` stops its calls. */
export function createAsker(
  model: LanguageModel,
  cache: AnswerCache,
  signal: PlatformSignal | undefined,
): Asker {
  let calls = 0
  const running = new Map<string, Promise<readonly Piece[]>>()
  const keyOf = (...parts: readonly unknown[]) =>
    digestOf(new TextEncoder().encode(JSON.stringify(["pami-answer-1", model.settings, ...parts])))
  const keyOfScore = (scoring: Scoring, prompt: Prompt, answer: string) => {
    const { path, body } = scoring.request(model, prompt, answer)
    return keyOf(scoring.name, path, body, answer)
  }
  async function send(path: string, body: Settings, retries: number | undefined): Promise<unknown> {
    const reply = await model.send(path, body, { signal, ...(retries !== undefined && { retries }) })
    calls++
    return reply
  }
  const writing = (prompt: Prompt, maxTokens: number) => {
    const { path, fields } = promptFields(prompt)
    return { path, body: model.complete({ ...fields, max_tokens: maxTokens }) }
  }
  const keyOfWriting = (prompt: Prompt, maxTokens: number) => {
    const { path, body } = writing(prompt, maxTokens)
    return keyOf("write", path, body)
  }
  const knownText = async (key: string) => {
    const text = parse(await cache.get(key))
    return typeof text === "string" ? text : undefined
  }
  const recallKey = (name: string) => keyOf("recall", name)
  return {
    get calls() {
      return calls
    },
    async score(scoring, prompt, answer, { fresh = false, retries } = {}) {
      const key = await keyOfScore(scoring, prompt, answer)
      const ask = async () => {
        const known = fresh ? undefined : parsePieces(await cache.get(key))
        if (known !== undefined) return known
        const { path, body } = scoring.request(model, prompt, answer)
        const pieces = scoring.read(await send(path, body, retries), model, prompt, answer)
        if (!fresh) await cache.set(key, JSON.stringify(pieces))
        return pieces
      }
      if (fresh) return ask()
      // Two parts may leave the same text: it is asked about once.
      const begun = running.get(key) ?? ask()
      running.set(key, begun)
      try {
        return await begun
      } finally {
        running.delete(key)
      }
    },
    knows: async (scoring, prompt, answer) =>
      parsePieces(await cache.get(await keyOfScore(scoring, prompt, answer))) !== undefined,
    async write(prompt, maxTokens) {
      const key = await keyOfWriting(prompt, maxTokens)
      const known = await knownText(key)
      if (known !== undefined) return known
      const { path, body } = writing(prompt, maxTokens)
      const { text } = readReply(await send(path, body, undefined))
      await cache.set(key, JSON.stringify(text))
      return text
    },
    written: async (prompt, maxTokens) => knownText(await keyOfWriting(prompt, maxTokens)),
    recall: async (name) => parse(await cache.get(await recallKey(name))),
    keep: async (name, value) => cache.set(await recallKey(name), JSON.stringify(value)),
  }
}

function parse(value: string | undefined): unknown {
  try {
    return value === undefined ? undefined : JSON.parse(value)
  } catch {
    return undefined
  }
}

/** Returns the pieces in a value of the cache; `undefined` for anything else, which is asked for again. */
function parsePieces(value: string | undefined): readonly Piece[] | undefined {
  const pieces = parse(value)
  const isPiece = (piece: unknown) =>
    Array.isArray(piece) && piece.length === 3 && piece.every((number) => Number.isFinite(number))
  return Array.isArray(pieces) && pieces.every(isPiece) ? (pieces as Piece[]) : undefined
}
