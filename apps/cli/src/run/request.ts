import type { MethodName } from "@pami/methods"
import { explainRequest } from "../request.ts"
import type { ExplainFlags, ExplainRequest } from "../request.ts"

/** Options of `pami run`, as commander hands them over; those without a value were not given. */
export interface RunFlags extends Omit<ExplainFlags, "method"> {
  readonly method: readonly MethodName[] | undefined
  readonly out: string | undefined
  readonly shard: string | undefined
  readonly workers: number | undefined
  readonly limit: number | undefined
  readonly sample: number | undefined
  readonly split: string | undefined
  readonly texts: readonly string[] | undefined
  readonly maps: boolean | undefined
  readonly retry: boolean | undefined
  /** False for inputs that are not read again. */
  readonly verify: boolean | undefined
}

/** The options of `pami run`: plain data, which a worker process gets as JSON. */
export interface RunRequest {
  /** Files, folders, patterns, or a data set. */
  readonly named: readonly string[]
  readonly explain: ExplainRequest
  /** Names of methods. */
  readonly methods: readonly MethodName[]
  readonly folder: string
  /** `2/4`, `/4`. Default: as the environment says. */
  readonly shard: string | undefined
  /** Number of processes that explain. */
  readonly workers: number
  readonly limit: number | undefined
  readonly sample: number | undefined
  /** Part of the data set: `test` of VOC. */
  readonly split: string | undefined
  /** Columns of a list that are the texts of an input. */
  readonly texts: readonly string[] | undefined
  readonly maps: boolean
  /** Tries again what failed at an earlier start. */
  readonly retry: boolean
  readonly verify: boolean
}

/** Parses the options of `pami run`, once. */
export function runRequest(named: readonly string[], flags: RunFlags): RunRequest {
  const { method: methods = ["pami"], ...rest } = flags
  return {
    named,
    explain: explainRequest({ ...rest, method: undefined }),
    methods,
    folder: flags.out!,
    shard: flags.shard,
    workers: flags.workers ?? 1,
    limit: flags.limit,
    sample: flags.sample,
    split: flags.split,
    texts: flags.texts,
    maps: flags.maps === true,
    retry: flags.retry === true,
    verify: flags.verify !== false,
  }
}
