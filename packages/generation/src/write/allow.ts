/** Sets the log-probabilities of words that may not follow to minus infinity. */
export type Allow = (ids: readonly number[], scores: Float64Array) => void

/** Words that an answer may not have. */
export interface AllowOptions {
  /** Ids that no answer has. Default: none. */
  readonly forbidden?: readonly number[] | undefined
  /** Least ids of an answer, without start and end. Default 1: an empty answer has nothing to explain. */
  readonly minLength?: number | undefined
  /**
   * Length of a sequence of ids that no answer has twice, `no_repeat_ngram_size` of a `generation_config.json`. Default: any may
   * repeat.
   */
  readonly noRepeat?: number | undefined
}

/**
 * Returns the rule of the options.
 *
 * @param start the ids before the answer, which count for `noRepeat`
 */
export function allowed(
  { forbidden = [], minLength = 1, noRepeat = 0 }: AllowOptions,
  end: ReadonlySet<number>,
  start: readonly number[],
): Allow {
  return (ids, scores) => {
    const forbid = (id: number) => {
      if (id >= 0 && id < scores.length) scores[id] = -Infinity
    }
    for (const id of forbidden) forbid(id)
    if (ids.length < minLength) for (const id of end) forbid(id)
    if (noRepeat < 1) return
    const all = [...start, ...ids]
    const last = all.slice(all.length - noRepeat + 1)
    for (let at = 0; at + noRepeat <= all.length; at++)
      if (last.every((id, k) => all[at + k] === id)) forbid(all[at + noRepeat - 1])
  }
}
