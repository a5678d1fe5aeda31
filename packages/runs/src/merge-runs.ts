import { copyFile, constants, mkdir } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { writeDurably } from "./durable.ts"
import { fileOf, missingShards, shardsIn } from "./folder.ts"
import { lock } from "./lock.ts"
import { isMapName } from "./maps.ts"
import { readProgress, recordProgress } from "./progress.ts"
import { keepQuestion, readQuestion } from "./question.ts"
import { keyOf } from "./result-line.ts"
import { runError, unwritable } from "./run-error.ts"
import type { Shard } from "./shard.ts"
import { lineReader, sortLines } from "./sorted-lines.ts"
import type { LineReader, PlacedLine } from "./sorted-lines.ts"

/** The outcome of {@link mergeRuns}. */
export interface MergeOutcome {
  /** Number of results. */
  readonly results: number
  /** Number of results of the whole run; `null` where no process has recorded it, and for runs of different inputs. */
  readonly expected: number | null
  /** Number of lines that were there more than once, the same to the byte. */
  readonly duplicates: number
  /** Indices of the shards without a file, where the run is divided. */
  readonly missing: readonly number[]
}

/**
 * Writes the results of several runs of one question, such as the shards of one, to one folder, in the order of input, method
 * and metric: the same results give the same bytes, however they were divided. A folder that has a run already keeps its results.
 * Memory holds the names of all results.
 *
 * @param folders of runs, each with one or several shards
 * @param out folder of the merged run
 * @throws PamiError `RUN_DIFFERS` for runs of different questions, `RUN_CONFLICT` for lines of one input, method and metric that are
 *   not the same to the byte, with their names, `RUN_IN_USE`, `RUN_INVALID`, `FILE_NOT_FOUND`, `FILE_UNWRITABLE`
 *
 * @example
 * const { results } = await mergeRuns([`${folder}/shard-0`, `${folder}/shard-1`], `${folder}/all`)
 * console.log(results) // 2
 */
export async function mergeRuns(folders: readonly string[], out: string): Promise<MergeOutcome> {
  let release: (() => Promise<void>) | undefined
  try {
    const [first, ...others] = folders
    if (first === undefined) throw new RangeError("folders: at least one")
    const question = await readQuestion(first)
    for (const other of others) await keepQuestion(other, question, first)
    await mkdir(out, { recursive: true })
    release = await lock(fileOf(out, "run", undefined), out)
    await keepQuestion(out, question)
    return await merge(eachOnce([...folders, out]), out)
  } catch (error) {
    throw error instanceof RangeError ? error : unwritable(out, error)
  } finally {
    await release?.()
  }
}

/** Returns folders without those that an earlier path names: `results/` after `results`. */
function eachOnce(folders: readonly string[]): string[] {
  const paths = folders.map((folder) => resolve(folder))
  return folders.filter((_, index) => paths.indexOf(paths[index]) === index)
}

interface SourceFile {
  readonly folder: string
  readonly shard: Shard
  readonly path: string
}

async function merge(folders: readonly string[], out: string): Promise<MergeOutcome> {
  const files: SourceFile[] = []
  for (const folder of folders)
    for (const shard of await shardsIn(folder, "results"))
      files.push({ folder, shard, path: fileOf(folder, "results", shard) })
  const paths = files.map(({ path }) => path)
  const lines = await sortLines(paths)
  const reader = lineReader(paths)
  try {
    const once = lines.filter((line, index) => index === 0 || keyOf(line) !== keyOf(lines[index - 1]))
    await expectEqual(lines, paths, reader)
    for (const { map, file } of once)
      if (map !== undefined) await copyMap(map, files[file].folder, out, files[file].path)
    const whole = fileOf(out, "results", undefined)
    await writeDurably(
      whole,
      (async function* () {
        for (const line of once) yield await reader.read(line)
      })(),
    )
    return {
      results: once.length,
      expected: await recordWhole(files, out, once.length),
      duplicates: lines.length - once.length,
      // An earlier merge may have written the undivided one.
      missing: missingShards(
        files.filter((file) => resolve(file.path) !== resolve(whole)).map(({ shard }) => shard),
      ),
    }
  } finally {
    await reader.close()
  }
}

/** Records how many results the whole run has. Returns `null` where that is not known. */
async function recordWhole(files: readonly SourceFile[], out: string, known: number): Promise<number | null> {
  const recorded = await Promise.all(files.map(({ folder, shard }) => readProgress(folder, shard)))
  const all = Math.max(0, ...recorded.map((progress) => progress?.all ?? 0))
  // More: of different inputs.
  if (all === 0 || known > all) return null
  await recordProgress(out, undefined, { all, expected: all, known })
  return all
}

const shownConflicts = 5

/** Refuses lines of one name that differ. */
async function expectEqual(
  lines: readonly PlacedLine[],
  paths: readonly string[],
  reader: LineReader,
): Promise<void> {
  const conflicts: string[] = []
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    if (before === undefined || keyOf(before) !== keyOf(line)) continue
    if ((await reader.read(before)).equals(await reader.read(line))) continue
    const names = [line.input, line.method, line.metric].filter((name) => name !== undefined)
    conflicts.push(
      `${names.map((name) => JSON.stringify(name)).join(" ")} in ${paths[before.file]} and ${paths[line.file]}`,
    )
  }
  if (conflicts.length === 0) return
  const shown =
    conflicts.slice(0, shownConflicts).join("; ") + (conflicts.length > shownConflicts ? "; …" : "")
  throw runError(
    "RUN_CONFLICT",
    `${conflicts.length} results are there twice and differ: ${shown}. Results of one question are the same to the byte; start one of the runs again, with its errors tried again if one of the lines is an error`,
    { data: { conflicts } },
  )
}

async function copyMap(name: string, from: string, out: string, path: string): Promise<void> {
  if (!isMapName(name))
    throw runError(
      "RUN_INVALID",
      `${path} names a map ${JSON.stringify(name.slice(0, 200))}, which is none of a run`,
    )
  if (resolve(from) === resolve(out)) return
  const to = join(out, name)
  await mkdir(dirname(to), { recursive: true })
  await copyFile(join(from, name), to, constants.COPYFILE_FICLONE)
}
