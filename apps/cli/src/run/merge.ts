import { grouped } from "@pami/core/tensor"
import { mergeRuns } from "@pami/runs"
import type { Console } from "../console.ts"
import { copyThumbnails } from "../evaluate/thumbnails.ts"
import { exitStatus } from "../exit-status.ts"
import { listed, ofAll } from "./describe-status.ts"

/** `pami run merge`: writes the results of several folders to one. */
export async function mergeCommand(
  folders: readonly string[],
  { out, json }: { readonly out: string; readonly json?: boolean },
  console: Console,
): Promise<number> {
  const outcome = await mergeRuns(folders, out)
  await copyThumbnails(folders, out)
  const { results, expected, duplicates, missing } = outcome
  const twice = duplicates === 0 ? "" : `, ${grouped(duplicates)} lines were there more than once`
  console.stdout(
    json
      ? `${JSON.stringify({ folder: out, ...outcome }, null, 2)}\n`
      : `${ofAll(results, expected)}${twice}\n`,
  )
  if (missing.length > 0) console.stderr(`no results yet of shards ${listed(missing)}\n`)
  if (expected !== null && results < expected)
    console.stderr(
      `${grouped(expected - results)} results are missing: see pami run status ${folders.join(" ")}\n`,
    )
  return exitStatus.done
}
