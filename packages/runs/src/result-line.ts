import type { Json, Settings } from "@pami/core"
import { runError } from "./run-error.ts"

/** The reason for a result without a value: a stable code, and a message for people. */
export type Outcome = { readonly code: string; readonly message: string }

/**
 * A line of a file of results: the result for an input, a method and a metric. A line about all metrics of a method has no
 * `metric`; a line about the whole input has no `method` either. It has a value, an explanation, an error or a skip.
 */
export interface ResultLine {
  /** Name of the input, unique in the run: its path in the data set. */
  readonly input: string
  readonly method?: string
  readonly metric?: string
  /** Finite. */
  readonly value?: number
  /** An explanation in short. */
  readonly explanation?: Settings
  /** Digest of the content of the input, where it was read. */
  readonly digest?: string
  /** The error that prevented the result. */
  readonly error?: Outcome
  /** The reason for which the result was not asked for, such as a wrong prediction. */
  readonly skipped?: Outcome
  /** Anything else that belongs to the result: a curve, a number of passes. */
  readonly [field: string]: Json | undefined
}

/** The names that identify a result. */
export interface ResultKey {
  readonly input: string
  readonly method?: string | undefined
  readonly metric?: string | undefined
}

/** Returns the text that identifies a result among those of a run. */
export function keyOf({ input, method, metric }: ResultKey): string {
  return JSON.stringify([input, method, metric])
}

/** Returns the order of two results among those of a finished run: by input, method and metric, in code units. */
export function compareNames(a: ResultKey, b: ResultKey): number {
  return (
    compare(a.input, b.input) ||
    compare(a.method ?? "", b.method ?? "") ||
    compare(a.metric ?? "", b.metric ?? "")
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Returns a result as a line of text, with its line end. */
export function formatLine(line: ResultLine): string {
  const { value } = line
  if (value !== undefined && !Number.isFinite(value))
    throw new RangeError(`the value of ${keyOf(line)} is a finite number, not ${value}`)
  return `${JSON.stringify(line)}\n`
}

/**
 * Returns the result in a line of text.
 *
 * @param place of the line, for messages
 * @throws PamiError `RUN_INVALID`
 */
export function parseLine(text: string, place: string): ResultLine {
  const line = parseJson(text)
  if (!isObject(line) || !hasNames(line) || !hasOutcome(line))
    throw runError(
      "RUN_INVALID",
      `${place} is not a result of a run: expected an object with an input and a value, an explanation, an error or a skip. Remove the line, or choose another folder.`,
    )
  return line as unknown as ResultLine
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function hasNames({ input, method, metric }: Fields): boolean {
  return (
    typeof input === "string" &&
    (method === undefined || typeof method === "string") &&
    (metric === undefined || (typeof metric === "string" && method !== undefined))
  )
}

function hasOutcome({ value, explanation, error, skipped }: Fields): boolean {
  const isOutcome = (outcome: unknown) =>
    isObject(outcome) && typeof outcome["code"] === "string" && typeof outcome["message"] === "string"
  const given = [
    value !== undefined && Number.isFinite(value),
    explanation !== undefined && isObject(explanation),
    error !== undefined && isOutcome(error),
    skipped !== undefined && isOutcome(skipped),
  ]
  return given.filter(Boolean).length === 1
}
