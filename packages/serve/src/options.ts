/** A backend of the server. */
export interface ServedBackend {
  /** Its module, as `import` takes it: an address, or the name of a package, which is resolved from `@pami/serve`. */
  readonly module: string
  /** One of its devices. Default: its own choice. */
  readonly device?: string | undefined
}

/** Options of `serve`. */
export interface ServeOptions {
  /** Path of the folder whose models are served: each `.onnx` file in it, and each folder that holds a model. Nothing else is. */
  readonly models: string
  /** The first that reads the format of a model loads it. */
  readonly backends: readonly ServedBackend[]
  /** Threads of each backend. Default: the backend's own. */
  readonly threads?: number | undefined
  /**
   * Path of the folder of a built site, such as `dist` of `@pami/site`. It is served at `/`, and the files of the models to all who
   * may ask, because the site runs the models in the browser. Default: neither is.
   */
  readonly site?: string | undefined
  /** Address to listen on. Default `"127.0.0.1"`: this machine only. */
  readonly host?: string
  /** Port, 0 for any free one. Default 8080. */
  readonly port?: number
  /** Bearer token that every request but those for `/health` and for the site needs. Required on any address but this machine's. Default: none. */
  readonly token?: string | undefined
  /** Explanations at once, each in a worker thread with its own models, 1 to 64. Default 1: a model uses all cores. */
  readonly workers?: number
  /** Explanations that wait for a worker, 0 to 10,000. A further request gets status 503. Default 32. */
  readonly queue?: number
  /** Models that a worker keeps loaded, from 1. Default 4. */
  readonly keep?: number
  /** Largest file of a request, in bytes. Default 16 MiB. */
  readonly largestFile?: number
  /** Largest number of pixels that an image may declare. Default 40 million. */
  readonly maxPixels?: number
  /** Forward passes after which an explanation ends with `PASSES_EXCEEDED`. Default 10,000. */
  readonly maxPasses?: number
  /** Seconds after which an explanation ends with `TIME_EXCEEDED`, without the time in the queue. Default 120. */
  readonly timeLimit?: number
  /** Seconds in which a client must have sent its request. Default 60. */
  readonly requestTimeout?: number
  /** Seconds that running explanations have to end when the server closes. Default 30. */
  readonly grace?: number
}

/** The options, with a value for each. */
export type CompleteOptions = Required<ServeOptions>

/**
 * Returns the options with their defaults.
 *
 * @throws RangeError for an option out of its range, and for an open address without a token
 */
export function completeOptions(options: ServeOptions): CompleteOptions {
  const complete: CompleteOptions = {
    ...defaults,
    ...(Object.fromEntries(
      Object.entries(options).filter(([, value]) => value !== undefined),
    ) as unknown as ServeOptions),
    token: options.token,
    threads: options.threads,
    site: options.site,
  }
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = complete[name as keyof typeof ranges]
    if (!Number.isInteger(value) || value < least || value > most)
      throw new RangeError(`${name}: a whole number from ${least} to ${most}, got ${value}`)
  }
  if (complete.backends.length === 0) throw new RangeError("backends: at least one")
  if (complete.token === undefined && !isThisMachine(complete.host))
    throw new RangeError(
      `host: ${complete.host} can be reached from other machines: give a token, or listen on 127.0.0.1`,
    )
  return complete
}

/** Returns whether an address or a host name is that of this machine. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|::1|\[::1\]|127(\.\d{1,3}){3})$/i.test(host)
}

const defaults = {
  host: "127.0.0.1",
  port: 8080,
  workers: 1,
  queue: 32,
  keep: 4,
  largestFile: 16 * 2 ** 20,
  maxPixels: 40e6,
  maxPasses: 10_000,
  timeLimit: 120,
  requestTimeout: 60,
  grace: 30,
} as const

const ranges = {
  port: [0, 65_535],
  workers: [1, 64],
  queue: [0, 10_000],
  keep: [1, 1000],
  largestFile: [1, 2 ** 30],
  maxPixels: [1, 1e9],
  maxPasses: [1, 1e9],
  timeLimit: [1, 86_400],
  requestTimeout: [1, 3600],
  grace: [0, 3600],
} as const
