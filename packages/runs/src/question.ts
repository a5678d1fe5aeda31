import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { Json, Settings } from "@pami/core"
import { writeDurably } from "./durable.ts"
import { isMissing, runError, unreadable } from "./run-error.ts"

const format = "pami-run"

// A question names models, methods and settings. A file may be a stranger's.
const mostBytes = 2 ** 20

/**
 * Returns the question of the run in a folder: the `question` that `openRun` was given.
 *
 * @throws PamiError `FILE_NOT_FOUND` in a folder without a run, `RUN_INVALID`, `FILE_UNREADABLE`
 */
export async function readQuestion(folder: string): Promise<Settings> {
  const path = questionFile(folder)
  const text = await readBounded(path)
  const record = parse(text)
  if (record?.["format"] !== format || typeof record["question"] !== "object" || record["question"] === null)
    throw runError("RUN_INVALID", `${path} is not the record of a run: expected "format": "${format}"`)
  return record["question"] as Settings
}

/**
 * Records the question of a run in its folder, or checks that the folder has the same one.
 *
 * @param from name of the folder that the question is from, for messages. Default: it is asked now
 * @throws PamiError `RUN_DIFFERS` with the fields that differ, `RUN_INVALID`
 */
export async function keepQuestion(folder: string, question: Settings, from?: string): Promise<void> {
  // As a file keeps it: without fields that are undefined.
  const asked = JSON.parse(JSON.stringify(question)) as Settings
  const recorded = await readQuestion(folder).catch((error: unknown) => {
    if (from === undefined && isMissing((error as Error).cause)) return undefined
    throw error
  })
  if (recorded === undefined)
    return writeDurably(questionFile(folder), [`${JSON.stringify({ format, question: asked }, null, 2)}\n`])
  const differences = differencesOf(recorded, asked, from === undefined ? "now" : `in ${from}`)
  if (differences.length === 0) return
  const shown = differences.slice(0, 3).join("; ") + (differences.length > 3 ? "; …" : "")
  throw runError(
    "RUN_DIFFERS",
    from === undefined
      ? `${folder} has the results of another question: ${shown}. Ask the same question to go on, or choose another folder.`
      : `${folder} and ${from} have the results of different questions: ${shown}. Only runs of one question are merged.`,
    { data: { differences } },
  )
}

function questionFile(folder: string): string {
  return join(folder, "run.json")
}

async function readBounded(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > mostBytes)
      throw runError("RUN_INVALID", `${path} has more than ${mostBytes} bytes`)
    return await readFile(path, "utf8")
  } catch (error) {
    throw unreadable(path, error)
  }
}

function parse(text: string): Settings | undefined {
  try {
    return JSON.parse(text) as Settings
  } catch {
    return undefined
  }
}

/**
 * Returns each field of two questions that differs, with both values: `passes is 300 there and 600 now`.
 *
 * @param where the second is, as in `now`
 */
export function differencesOf(
  there: Json | undefined,
  now: Json | undefined,
  where: string,
  path = "",
): string[] {
  if (isDeepStrictEqual(there, now)) return []
  if (!isRecord(there) || !isRecord(now))
    return [`${path} is ${shown(there)} there and ${shown(now)} ${where}`]
  const fields = new Set([...Object.keys(there), ...Object.keys(now)])
  return [...fields].flatMap((field) =>
    differencesOf(there[field], now[field], where, path === "" ? field : `${path}.${field}`),
  )
}

function isRecord(value: Json | undefined): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "absent"
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
