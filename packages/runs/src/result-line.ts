import type { Json, TargetId } from "@pami/core"
import { runError } from "./run-error.ts"

/** The reason for a result without a value: a stable code, and a message for people. */
export type Outcome = { readonly code: string; readonly message: string }

/** A target in a line: a class, an object, a word. */
export type LineTarget = {
  /** Number of a class, or a name. */
  readonly id: TargetId
  /** Absent where no labels are known. */
  readonly label?: string
  /** Of the input itself. */
  readonly score: number
  /** Place of an object, in units of the map. */
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

/** A map in a line. */
export type LineMap = LineTarget & {
  /** The class that the target is contrasted with. */
  readonly versus?: TargetId
  /** Score of the fully masked input. */
  readonly baseline: number
  /** Digest of the map, as in a manifest. Of the contrast, where there is one. */
  readonly digest: string
  /** Number of the unit with the highest value; -1 if no part was scored. */
  readonly peak: number
  readonly lowest: number | null
  readonly highest: number | null
  readonly mean: number | null
}

/** An explanation in short. Nothing in it depends on the machine or the time. */
export type LineExplanation = {
  /** Of the input: `image`, `text`, `table`, `series`, `volume`, `array`. */
  readonly kind: string
  /** Unit of the scores. */
  readonly scale: string
  /** The five targets of highest score. */
  readonly prediction: readonly LineTarget[]
  /** Shape of each map: `[height, width]` of an image. */
  readonly shape: readonly number[]
  /** One for each explained target. */
  readonly maps: readonly LineMap[]
  readonly passes: number
  /** Codes of the findings, each once. */
  readonly findings: readonly string[]
}

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
  readonly explanation?: LineExplanation
  /** Digest of model, recipe and input: the same key is the same map. */
  readonly key?: string
  /** Name of the file of the maps, in the folder of the run. */
  readonly map?: string
  /** Numbers that the caller's functions computed of the explanation. */
  readonly metrics?: Readonly<Record<string, number | null>>
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
