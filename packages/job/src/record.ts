import { PamiError } from "@pami/core"
import type { Manifest, Settings } from "@pami/core"
import { moveFiles } from "./job.ts"
import type { Job } from "./job.ts"

/** What a manifest carries besides the map's facts (`extra`), so that whoever has the files can compute it again. */
export interface JobRecord {
  /** The backend, with the device that it took: `onnxruntime-node`, `tfjs:wasm`. */
  readonly backend: string
  /** File of the model, `null` for the bundled one. */
  readonly model: string | null
  /** File of the picture. */
  readonly picture: string
  readonly job: Job
  /** The class that the first was contrasted with. */
  readonly versus: number | null
  /** Forward passes of each stage. */
  readonly stages: readonly number[]
}

/** The record as a manifest's `extra`. */
export function extraOf(record: JobRecord): Settings {
  return record as unknown as Settings
}

/**
 * The record that a manifest carries.
 *
 * @param name what the manifest's file is called, for people
 * @throws PamiError `MANIFEST_INVALID` for a manifest of another program
 */
export function recordOf({ extra }: Manifest, name: string): JobRecord {
  const { backend, model, picture, job, versus, stages } = extra as unknown as Partial<JobRecord>
  if (
    typeof picture !== "string" ||
    typeof backend !== "string" ||
    job === undefined ||
    model === undefined ||
    !Array.isArray(stages)
  )
    throw new PamiError(
      "MANIFEST_INVALID",
      `${name} was written neither by \`pami explain --manifest\` nor by the site: it names no picture or no options`,
    )
  return { backend, model, picture, job, versus: versus ?? null, stages }
}

/** The record with every file it names moved: seen from another folder, as a manifest is. */
export function moveRecord(record: JobRecord, move: (file: string) => string): JobRecord {
  const { model, picture, job } = record
  return {
    ...record,
    model: model === null ? null : move(model),
    picture: move(picture),
    job: moveFiles(job, move),
  }
}
