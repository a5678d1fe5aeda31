/** How a function may be called. None of these rules changes the outputs. */
export interface CallRules {
  /** Most items of one call, from 1; a larger batch is cut into several calls. Default 8. */
  readonly itemsPerCall?: number
  /** Most calls in progress at once, from 1, over all runs of a model. Default 1. */
  readonly concurrency?: number
  /** Most calls started per second, above 0, evenly spaced; retries count. Default `Infinity`. */
  readonly callsPerSecond?: number
  /** Milliseconds after which a call without an answer has failed, above 0. Default `Infinity`. */
  readonly timeout?: number
  /**
   * Most retries of a failed call, from 0. Default 0. A `TypeError` that is not a network error is a bug in the function,
   * and never retried.
   */
  readonly retries?: number
  /** Milliseconds before the first retry, from 0; doubled before each further one, up to a minute. Default 1000. */
  readonly retryDelay?: number
  /** Returns whether a retry can help, given what the function threw: not for a wrong key. Default: always. */
  readonly shouldRetry?: (error: Error) => boolean
}

/**
 * Returns the rules with their defaults.
 *
 * @throws RangeError on rules out of range
 */
export function checkRules(rules: CallRules): Required<CallRules> {
  const {
    itemsPerCall = 8,
    concurrency = 1,
    callsPerSecond = Infinity,
    timeout = Infinity,
    retries = 0,
    retryDelay = 1000,
    shouldRetry = () => true,
  } = rules
  const counts = { itemsPerCall: [itemsPerCall, 1], concurrency: [concurrency, 1], retries: [retries, 0] }
  for (const [name, [value, least]] of Object.entries(counts))
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`${name} must be a whole number of at least ${least}, got ${value}`)
  for (const [name, value] of Object.entries({ callsPerSecond, timeout }))
    if (!(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}`)
  if (!(retryDelay >= 0 && retryDelay < Infinity))
    throw new RangeError(`retryDelay must be a number of milliseconds from 0, got ${retryDelay}`)
  return { itemsPerCall, concurrency, callsPerSecond, timeout, retries, retryDelay, shouldRetry }
}
