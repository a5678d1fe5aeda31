import { grouped } from "@pami/core/tensor"
import type { RunStatus, ShardStatus } from "@pami/runs"
import { oneLine } from "../printable.ts"
import { duration } from "../progress.ts"

/** Returns the state of a run as a person reads it. */
export function describeStatus(status: RunStatus): string {
  const { results, expected, outcomes, rate, secondsLeft, shards, missing } = status
  const failed = outcomes.reduce((sum, { kind, count }) => sum + (kind === "failed" ? count : 0), 0)
  const lines = [
    `${ofAll(results, expected)}${failed === 0 ? "" : `, ${grouped(failed)} failed`}`,
    ...(rate === null
      ? []
      : [`${rateText(rate)}${secondsLeft === null ? "" : `, ${duration(secondsLeft)} left`}`]),
    ...(shards.length > 1 ? shards.map(describeShard) : []),
    ...(missing.length === 0 ? [] : [`no results yet of shards ${listed(missing)}`]),
    ...outcomes.map(
      ({ kind, code, count, message, inputs }) =>
        `${kind} ${grouped(count)} ${code}: ${inputs.join(", ")}${count > inputs.length ? ", …" : ""} (${message})`,
    ),
  ]
  return lines.map((line) => `${oneLine(line)}\n`).join("")
}

/** `1,000 of 2,000 results (50.0 %)`. */
export function ofAll(results: number, expected: number | null): string {
  if (expected === null) return `${grouped(results)} results`
  if (results > expected)
    return `${grouped(results)} results, of which the last start wanted ${grouped(expected)}`
  const share = expected === 0 ? 100 : (100 * results) / expected
  return `${grouped(results)} of ${grouped(expected)} results (${share.toFixed(1)} %)`
}

function describeShard({
  folder,
  index,
  count,
  results,
  expected,
  state,
  rate,
  secondsLeft,
}: ShardStatus): string {
  const what = count === 1 ? folder : `${folder} ${index}/${count}`
  const speed = rate === null ? "" : `, ${rateText(rate)}`
  const left = secondsLeft === null ? "" : `, ${duration(secondsLeft)} left`
  return `${what}: ${ofAll(results, expected)}, ${state}${speed}${left}`
}

function rateText(rate: number): string {
  return `${rate.toPrecision(3)} a second`
}

// As many as fit a line.
const mostListed = 20

/** `0, 2, 5`, and an ellipsis for more than a line holds. */
export function listed(indices: readonly number[]): string {
  return indices.slice(0, mostListed).join(", ") + (indices.length > mostListed ? ", …" : "")
}
