import { shown } from "@pami/backend-kit/server"
import { apiError } from "../server/api-error.ts"

/** A token in a reply. */
export interface ReplyToken {
  readonly text: string
  /** `null` for the first token of a prompt. */
  readonly logProbability: number | null
  /** Other tokens in its place, with their log-probabilities. */
  readonly others: readonly (readonly [text: string, logProbability: number])[]
}

/** The part of a reply that is read. */
export interface Reply {
  readonly text: string
  /** Absent if the server gives none. */
  readonly tokens: readonly ReplyToken[] | undefined
  /** Number of new tokens, if the server counts them. */
  readonly written: number | undefined
  /** Log-probabilities of the prompt's tokens, as vLLM gives them for chats. */
  readonly promptTokens: readonly ReplyToken[] | undefined
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads a reply of either endpoint.
 *
 * @throws PamiError `API_ANSWER_INVALID`
 */
export function readReply(reply: unknown): Reply {
  if (!isObject(reply)) throw invalid(`expected an object with choices, got ${kindOf(reply)}`)
  const { choices, usage, error } = reply
  if (!Array.isArray(choices) || !isObject(choices[0])) {
    const said = isObject(error) && typeof error["message"] === "string" ? `: ${shown(error["message"])}` : ""
    throw invalid(`it has no choices${said}`)
  }
  const choice = choices[0]
  const text = textOf(choice)
  const written = isObject(usage) ? usage["completion_tokens"] : undefined
  return {
    text,
    tokens: isObject(choice["logprobs"]) ? tokensOf(choice["logprobs"]) : undefined,
    written: Number.isInteger(written) ? (written as number) : undefined,
    promptTokens: promptTokensOf(choice["prompt_logprobs"] ?? reply["prompt_logprobs"]),
  }
}

function textOf({ text, message }: Fields): string {
  const found = isObject(message) ? (message["content"] ?? "") : text
  if (typeof found !== "string") throw invalid("its choice has no text")
  return found
}

/** Reads log-probabilities in the form of chats, `content`, or of completions, `tokens` and `token_logprobs`. */
function tokensOf(logprobs: Fields): ReplyToken[] | undefined {
  const { content, tokens, token_logprobs: values, top_logprobs: tops } = logprobs
  if (Array.isArray(content))
    return content.map((item: unknown) => {
      if (!isObject(item) || typeof item["token"] !== "string") throw invalid("a token has no text")
      return {
        text: textOfBytes(item["token"], item["bytes"]),
        logProbability: logProbabilityOf(item["logprob"]),
        others: Array.isArray(item["top_logprobs"]) ? item["top_logprobs"].flatMap(otherOf) : [],
      }
    })
  if (!Array.isArray(tokens) || !Array.isArray(values)) return undefined
  if (tokens.length !== values.length)
    throw invalid(`it has ${tokens.length} tokens and ${values.length} log-probabilities`)
  return tokens.map((token: unknown, index) => {
    if (typeof token !== "string") throw invalid(`token ${index + 1} is not a text`)
    const top: unknown = Array.isArray(tops) ? tops[index] : undefined
    return {
      text: token,
      logProbability: logProbabilityOf(values[index]),
      others: isObject(top)
        ? Object.entries(top).flatMap(([text, logprob]) => otherOf({ token: text, logprob }))
        : [],
    }
  })
}

function otherOf(item: unknown): [string, number][] {
  if (!isObject(item) || typeof item["token"] !== "string") return []
  const value = logProbabilityOf(item["logprob"])
  return value === null ? [] : [[item["token"], value]]
}

/** Reads the log-probabilities of a prompt: for each token an object of the token itself and the likeliest one. */
function promptTokensOf(given: unknown): ReplyToken[] | undefined {
  if (!Array.isArray(given)) return undefined
  return given.map((entry: unknown, index) => {
    if (entry === null) return { text: "", logProbability: null, others: [] }
    const candidates = isObject(entry) ? Object.values(entry).filter(isObject) : []
    // The likeliest token has rank 1. The order of an object with numbers as names says nothing.
    const own = candidates.reduce<Fields | undefined>(
      (last, one) => (last === undefined || Number(one["rank"]) > Number(last["rank"]) ? one : last),
      undefined,
    )
    if (own === undefined || typeof own["decoded_token"] !== "string")
      throw invalid(`token ${index + 1} of the prompt has no text`)
    return { text: own["decoded_token"], logProbability: logProbabilityOf(own["logprob"]), others: [] }
  })
}

/** Returns the exact text of a token; of a piece of a character, the replacement character. */
function textOfBytes(token: string, bytes: unknown): string {
  if (!Array.isArray(bytes) || !bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256))
    return token
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes as number[]))
}

// Servers write the lowest float32, or -9999, for a probability that is 0 in their arithmetic.
const lowest = -100

function logProbabilityOf(value: unknown): number | null {
  if (value === null || value === undefined) return null
  if (typeof value !== "number" || !(value <= 1e-3))
    throw invalid(`a log-probability is at most 0; got ${String(value).slice(0, 40)}`)
  return Math.min(0, Math.max(lowest, value))
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`
}

function invalid(problem: string): Error {
  return apiError("API_ANSWER_INVALID", `the server's answer cannot be read: ${problem}`)
}
