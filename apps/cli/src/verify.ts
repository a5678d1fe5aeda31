import { dirname, join } from "node:path"
import { parseManifest } from "@pami/core"
import { decodePicture } from "@pami/image/node"
import { inputOf, moveRecord, recordOf, replay } from "@pami/job"
import { moveBackend } from "./backends.ts"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { jobFiles, readText } from "./files.ts"
import { openModel } from "./loaded.ts"
import { progressBar } from "./progress.ts"

/** Options of `pami verify`. */
export interface VerifyFlags {
  /** Where the model is now, when not where the manifest says. */
  readonly model: string | undefined
  readonly picture: string | undefined
  readonly threads: number | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}

/** `pami verify`: computes a manifest's maps again and compares. Status 0 when all is the same, else 4. */
export async function verifyCommand(path: string, flags: VerifyFlags, console: Console): Promise<number> {
  const expected = parseManifest(await readText(path))
  const beside = (file: string) => join(dirname(path), file)
  const record = moveRecord(recordOf(expected, path), beside)
  const loaded = await openModel({
    backend: moveBackend(record.backend, beside),
    threads: flags.threads,
    model: flags.model ?? record.model ?? undefined,
  })
  const bar = progressBar("verify", console, flags.quiet === true || flags.json === true)
  try {
    const picture = await decodePicture(flags.picture ?? record.picture)
    const { same, checks } = await replay(expected, record, {
      model: loaded.model,
      prepared: await inputOf(record.job, loaded.model, picture, jobFiles),
      files: jobFiles,
      signal: console.signal,
      onProgress: bar.show,
    })
    bar.end()
    if (flags.json) console.stdout(`${JSON.stringify({ manifest: path, same, checks }, null, 2)}\n`)
    else {
      for (const check of checks)
        console.stdout(
          check.same
            ? `  same       ${check.what}\n`
            : `  DIFFERENT  ${check.what}: ${JSON.stringify(check.expected)} then, ${JSON.stringify(check.actual)} now\n`,
        )
      console.stdout(
        same ? "The maps are the same to the last bit.\n" : "The maps could not be reproduced.\n",
      )
    }
    return same ? exitStatus.done : exitStatus.runtime
  } finally {
    bar.end()
    await loaded.model.dispose()
  }
}
