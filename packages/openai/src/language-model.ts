import type { PlatformUrl } from "@pami/core/tensor"
import { type CallRules, checkRules } from "@pami/backend-kit/function-backend"
import {
  createCalls,
  keyUnencrypted,
  type PlatformFetch,
  readJson,
  send,
  variable,
} from "@pami/backend-kit/server"
import type { Settings } from "@pami/core"
import { type AnswerCache, memoryCache } from "./cache/answer-cache.ts"
import type { Api, LanguageModel } from "./contracts/language-model.ts"
import { type ScoringName, scoringNames } from "./contracts/scoring-name.ts"
import { readAddress } from "./server/address.ts"

const advice = {
  server: "an OpenAI-compatible API",
  check: "the address, which often ends with /v1, and the name of the model",
  later: "start again later: answered calls are kept",
  smaller: "raise maxBytes, or give a shorter context",
}

/** Options of {@link openai}. */
export interface OpenaiOptions extends Omit<CallRules, "itemsPerCall" | "shouldRetry"> {
  /** Base address of the API: `http://localhost:8000/v1`. */
  readonly url: string | PlatformUrl
  /** Name of the model, as the server knows it. */
  readonly model: string
  /** The key. Default: from the environment. It is in no setting, message, manifest or cache. */
  readonly key?: string | undefined
  /** Variable of the environment with the key. Default `OPENAI_API_KEY`. If it is not set, no key is sent. */
  readonly keyVariable?: string | undefined
  /**
   * Default `chat`, which applies the template of the model on the server. `completions` is for models that were not trained
   * to chat, and for servers that score texts only there.
   */
  readonly api?: Api | undefined
  /**
   * How the answer is scored. Default `auto`: the first of these that the server gives, found with one call, or up to four:
   *
   * - `echo`: log-probabilities of the given answer after the prompt (vLLM, SGLang and others);
   * - `forced`: the same while a grammar forces the server to write the given answer (llama.cpp);
   * - `compared`: log-probabilities of a new answer, where it agrees with the given one: an estimate (OpenAI, Ollama);
   * - `similarity`: the share of the answer's words that a new answer repeats, without log-probabilities.
   */
  readonly scoring?: ScoringName | "auto" | undefined
  /** Seed in each request, for servers that draw answers. Default 0. */
  readonly seed?: number | undefined
  /**
   * Further fields of each request; `null` removes one. For models that refuse `max_tokens`:
   * `{ max_tokens: null, max_completion_tokens: 500 }`.
   */
  readonly request?: Settings | undefined
  /** Further headers of each request. They are in no setting. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Most bytes of an answer. Default 32 MiB. */
  readonly maxBytes?: number | undefined
  /** Keeps answers, so that none is asked for twice. Default: in memory; `folderCache` of `@pami/openai/node` keeps them on disk. */
  readonly cache?: AnswerCache | undefined
  /** Default: that of the platform. */
  readonly fetch?: PlatformFetch | undefined
}

/**
 * Returns a language model behind an OpenAI-compatible server: vLLM, llama.cpp, Ollama, SGLang, OpenAI. Makes no call yet. Calls
 * follow the rules in the options: by default 4 at once, each with 120 seconds and 4 retries, of which the first waits 1
 * second, or as long as the server asks (`Retry-After`). Too many calls (429), errors of the server (5xx), time-outs and
 * broken connections are tried again; any other refusal is not.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * const model = openai({ url: "http://localhost:8000/v1", model: "qwen3-8b", concurrency: 8 })
 * console.log(model.settings.url, model.api) // http://localhost:8000/v1 chat
 */
export function openai(options: OpenaiOptions): LanguageModel {
  const {
    model,
    keyVariable = "OPENAI_API_KEY",
    api = "chat",
    scoring = "auto",
    seed = 0,
    request = {},
    headers = {},
    maxBytes = 32 * 2 ** 20,
    cache = memoryCache(),
  } = options
  const address = readAddress(options.url)
  if (typeof model !== "string" || model === "")
    throw new RangeError("model is the name of the model on the server; it is empty")
  oneOf("api", api, ["chat", "completions"])
  oneOf("scoring", scoring, ["auto", ...scoringNames])
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is a whole number; got ${seed}`)
  if (!(Number.isSafeInteger(maxBytes) && maxBytes >= 1))
    throw new RangeError(`maxBytes is a whole number of at least 1; got ${maxBytes}`)
  const rules = checkRules({ concurrency: 4, timeout: 120_000, retries: 4, ...defined(options) })
  const key = options.key ?? variable(keyVariable)
  const call = createCalls(rules)
  const connection = {
    fetch: options.fetch ?? ((...request: Parameters<typeof fetch>) => globalThis.fetch(...request)),
    key: key === "" ? undefined : key,
    headers,
    timeout: rules.timeout,
    maxBytes,
    advice,
  }
  async function post(path: string, body: Settings, signal: AbortSignal | undefined): Promise<unknown> {
    const url = address.endpoint(path)
    const headers = { "content-type": "application/json" }
    const { bytes } = await send(
      { method: "POST", url, headers, body: JSON.stringify(body) },
      connection,
      signal,
    )
    return readJson(bytes, url, connection)
  }
  return {
    kind: "language-model",
    name: model,
    api,
    scoring,
    settings: { url: address.shown, model, api, seed, request },
    findings: key !== undefined && address.exposed ? [keyUnencrypted(address.shown)] : [],
    cache,
    concurrency: rules.concurrency,
    complete: (fields) => {
      const all = { model, temperature: 0, seed, ...fields, ...request }
      return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
    },
    send: (path, body, callOptions = {}) => call((signal) => post(path, body, signal), callOptions),
  }
}

function defined(options: OpenaiOptions): Partial<CallRules> {
  const { concurrency, callsPerSecond, timeout, retries, retryDelay } = options
  const rules = { concurrency, callsPerSecond, timeout, retries, retryDelay }
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))
}

function oneOf(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new RangeError(`${name} is one of ${known.join(", ")}; got ${value}`)
}
