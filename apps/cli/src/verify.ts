import { dirname, join } from "node:path"
import { PamiError, parseManifest, verify } from "@pami/core"
import type { Manifest } from "@pami/core"
import { decodePicture } from "@pami/image/node"
import { segmentInWorker } from "@pami/superpixels/node"
import { moveBackend } from "./backends.ts"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { readText } from "./files.ts"
import { inputOf, moveFiles, targetOf } from "./job.ts"
import type { Job } from "./job.ts"
import { loadModel } from "./loaded.ts"
import { progressBar } from "./progress.ts"
import { readMap, runStages } from "./stages.ts"
import type { Stages } from "./stages.ts"

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
  readonly backend: string
  readonly model: string | null
  readonly picture: string
  readonly job: Job
  /** Passes of each stage. */
  readonly stages: readonly number[]
}

/** `pami verify`: computes a manifest's maps again and compares. Status 0 when all is the same, else 4. */
export async function verifyCommand(path: string, flags: VerifyFlags, console: Console): Promise<number> {
  const expected = parseManifest(await readText(path))
  const { backend, model: modelFile, picture: pictureFile, job, stages: limits } = extraOf(expected, path)
  const loaded = await loadModel({
    backend,
    threads: flags.threads,
    model: flags.model ?? modelFile ?? undefined,
    labels: undefined,
  })
  const worker = segmentInWorker()
  const bar = progressBar("verify", console, flags.quiet === true || flags.json === true)
  try {
    const picture = await decodePicture(flags.picture ?? pictureFile)
    const prepared = await inputOf(job, loaded.model, picture)
    const classes = expected.target.settings["classes"] as number[]
    let stages: Stages | undefined
    const recompute = async () => {
      await runStages(
        { ...job, stages: limits.length as Job["stages"] },
        {
          model: loaded.model,
          prepared,
          target: targetOf(job, classes, undefined),
          segmenter: (pixels, settings) => worker.segment(pixels, settings),
          cutFor: { class: expected.maps[0].target, versus: versusOf(expected) },
          // One that was stopped early, or had converged, is computed just as far.
          limits,
          batch: "auto",
          signal: console.signal,
          onProgress: bar.show,
        },
        (kept) => (stages = kept),
      )
      return stages![stages!.length - 1]
    }
    const { same, checks } = await verify(expected, recompute, {
      read: (_, target) => readMap(job, stages!, target),
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
    await worker.close()
    await loaded.model.dispose()
  }
}

/** What this program put into the manifest, its files as seen from here. */
function extraOf({ extra }: Manifest, path: string): Extra {
  const { backend, model, picture, job, stages } = extra as unknown as Partial<Extra>
  if (
    typeof picture !== "string" ||
    typeof backend !== "string" ||
    job === undefined ||
    model === undefined ||
    !Array.isArray(stages)
  )
    throw new PamiError(
      "MANIFEST_INVALID",
      `${path} was not written by \`pami explain --manifest\`: it names no picture or no options`,
    )
  const from = (file: string) => join(dirname(path), file)
  return {
    backend: moveBackend(backend, from),
    model: model === null ? null : from(model),
    picture: from(picture),
    job: moveFiles(job, from),
    stages,
  }
}

function versusOf({ extra }: Manifest): number | undefined {
  const versus = extra["versus"]
  return typeof versus === "number" ? versus : undefined
}
