import { homedir } from "node:os"
import { join } from "node:path"
import { type PlatformFetch, variable } from "@pami/backend-kit/server"
import type { PlatformSignal } from "@pami/core/tensor"
import { publicHub } from "./hub-name.ts"

/** Options of {@link downloadModel}. */
export interface DownloadOptions {
  /** Address of the hub, or of a mirror. Default: the variable `HF_ENDPOINT`, else `https://huggingface.co`. */
  readonly endpoint?: string | undefined
  /** Token for private and gated models; sent to the endpoint alone. Default: the variable `HF_TOKEN`, else none. */
  readonly token?: string | undefined
  /**
   * Folder of the cache, which the libraries of Hugging Face share. Default: the variable `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else in
   * `huggingface` in `XDG_CACHE_HOME` or `~/.cache`.
   */
  readonly cache?: string | undefined
  /** Whether the hub is left alone, so that a model has to be in the cache. Default: the variable `HF_HUB_OFFLINE`, else false. */
  readonly offline?: boolean | undefined
  /** Most bytes of a file. Default 16 GiB. */
  readonly largestFile?: number | undefined
  /** Milliseconds without a byte from the hub after which a request has failed. Default 30,000. */
  readonly timeout?: number | undefined
  /** Most retries of a request that failed in passing. Default 3. */
  readonly retries?: number | undefined
  /** Milliseconds before the first retry, doubled before each further one. Default 1000. */
  readonly retryDelay?: number | undefined
  /** Ends the download with `ABORTED`; files that are complete are kept. */
  readonly signal?: PlatformSignal | undefined
  /** Called while files arrive. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Sends the requests: through a proxy, with further headers. Default: the platform's. */
  readonly fetch?: PlatformFetch | undefined
}

/** How far a download is, in bytes, over all files that were missing. */
export interface DownloadProgress {
  readonly file: string
  readonly received: number
  readonly size: number
}

/** The options, with everything decided. */
export type DecidedOptions = Decided<Omit<DownloadOptions, "token" | "signal" | "onProgress">> &
  Pick<DownloadOptions, "token" | "signal" | "onProgress">

type Decided<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> }

/**
 * Returns the options with their defaults, from the environment where it has them.
 *
 * @throws RangeError for an endpoint that is not a web address, and for numbers out of their range
 */
export function decideOptions(options: DownloadOptions): DecidedOptions {
  const {
    endpoint = variable("HF_ENDPOINT") ?? publicHub,
    cache = cacheFolder(),
    offline = /^(?:1|on|yes|true)$/i.test(variable("HF_HUB_OFFLINE") ?? ""),
    largestFile = 16 * 2 ** 30,
    timeout = 30_000,
    retries = 3,
    retryDelay = 1000,
    fetch = globalThis.fetch,
    signal,
    onProgress,
  } = options
  if (!/^https?:\/\/[^/]/i.test(endpoint) || !URL.canParse(endpoint))
    throw new RangeError(`endpoint (HF_ENDPOINT): expected an address such as ${publicHub}, got ${endpoint}`)
  // Not repeated in the message: it may hold a password.
  if (/[?#@]/.test(endpoint))
    throw new RangeError(
      `endpoint (HF_ENDPOINT): expected an address such as ${publicHub}, without ?, # or a user; a token goes to HF_TOKEN`,
    )
  const token = (options.token ?? variable("HF_TOKEN"))?.trim() || undefined
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new RangeError("token (HF_TOKEN): expected letters, digits and signs of ASCII; copy it again")
  for (const [name, value] of Object.entries({ largestFile, timeout }))
    if (!(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}`)
  for (const [name, value] of Object.entries({ retries, retryDelay }))
    if (!(value >= 0 && (value < Infinity || name === "retries")))
      throw new RangeError(`${name} must be a number from 0, got ${value}`)
  const decided = { cache, offline, largestFile, timeout, retries, retryDelay, fetch }
  return { ...decided, endpoint: endpoint.replace(/\/+$/, ""), token, signal, onProgress }
}

function cacheFolder(): string {
  const home =
    variable("HF_HOME") ?? join(variable("XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "huggingface")
  return variable("HF_HUB_CACHE") ?? variable("HUGGINGFACE_HUB_CACHE") ?? join(home, "hub")
}
