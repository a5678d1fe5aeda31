/** The platform's `fetch`, if the types of a platform are loaded. */
export type PlatformFetch = typeof globalThis extends { fetch: infer Fetch }
  ? Fetch
  : (address: string, request: object) => Promise<object>

/** How requests reach a server. */
export interface Connection {
  readonly fetch: PlatformFetch
  /** Sent as `Authorization: Bearer`. Default: none. */
  readonly key: string | undefined
  /** Further headers of each request. */
  readonly headers: Readonly<Record<string, string>>
  /** Texts that no message may repeat, in addition to the key: values of headers. Default: none. */
  readonly secrets?: readonly string[]
  /** Milliseconds after which a request has failed. */
  readonly timeout: number
  /** Most bytes of an answer. */
  readonly maxBytes: number
  readonly advice: Advice
}

/** The ends of messages, which say what to do about an error. */
export interface Advice {
  /** The kind of server at the address: `"an OpenAI-compatible API"`. */
  readonly server: string
  /** The parts to check if the address does not exist: `"the address, which often ends with /v1, and the name of the model"`. */
  readonly check: string
  /** The fix for an error that may pass: `"start again later: answered calls are kept"`. */
  readonly later: string
  /** The fix for an answer that is too large: `"raise maxBytes, or give a shorter context"`. */
  readonly smaller: string
}
