import { dirname, join } from "node:path"
import { explain, PamiError, parseManifest, verify } from "@pami/core"
import type { Manifest } from "@pami/core"
import { decodePicture } from "@pami/image/node"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { readText } from "./files.ts"
import { inputOf, moveFiles, partitionerOf, targetOf } from "./job.ts"
import type { Job } from "./job.ts"
import { loadModel } from "./loaded.ts"
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

interface Extra {
  readonly model: string | null
  readonly picture: string
  readonly job: Job
}

/** `pami verify`: computes a manifest's maps again and compares. Status 0 when all is the same, else 4. */
export async function verifyCommand(path: string, flags: VerifyFlags, console: Console): Promise<number> {
  const expected = parseManifest(await readText(path))
  const { model: modelFile, picture: pictureFile, job } = extraOf(expected, path)
  const loaded = await loadModel({
    backend: expected.backend,
    threads: flags.threads,
    model: flags.model ?? modelFile ?? undefined,
    labels: undefined,
  })
  const bar = progressBar("verify", console, flags.quiet === true || flags.json === true)
  try {
    const picture = await decodePicture(flags.picture ?? pictureFile)
    const { input } = await inputOf(job, loaded.model, picture)
    const { same, checks } = await verify(expected, () =>
      explain({
        model: loaded.model,
        input,
        target: targetOf(job, expected.target.settings["classes"] as number[], undefined),
        partitioner: partitionerOf(job),
        // One that was stopped early is computed just as far.
        passes: expected.passes,
        signal: console.signal,
        onProgress: bar.show,
      }),
    )
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

/** What this program put into the manifest, its files as seen from here. */
function extraOf({ extra }: Manifest, path: string): Extra {
  const { model, picture, job } = extra as unknown as Partial<Extra>
  if (typeof picture !== "string" || job === undefined || model === undefined)
    throw new PamiError(
      "MANIFEST_INVALID",
      `${path} was not written by \`pami explain --manifest\`: it names no picture or no options`,
    )
  const from = (file: string) => join(dirname(path), file)
  return { model: model === null ? null : from(model), picture: from(picture), job: moveFiles(job, from) }
}
