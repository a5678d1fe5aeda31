import type { Explanation } from "@pami/core"
import { runStages, targetOf } from "@pami/job"
import type { Stages } from "@pami/job"
import type { PictureInput } from "@pami/image"
import { dejavuSans } from "@pami/image/node"
import type { Console } from "./console.ts"
import { jobFiles } from "./files.ts"
import { unlessStopped } from "./interrupt.ts"
import type { Task } from "./outcome.ts"
import type { progressBar } from "./progress.ts"
import { chosenClasses } from "./values.ts"

// In which a sweep that was asked to stop ends by itself, its runs in progress included, in milliseconds.
const grace = 200

/**
 * Sweeps for one picture.
 *
 * @returns the stages, and the error that ended them early, if one did: what was computed before it is kept
 * @throws the error when nothing was computed before it
 */
export async function sweepPicture(
  task: Task,
  prepared: PictureInput,
  bar: ReturnType<typeof progressBar>,
  { signal, setUnsaved }: Console,
): Promise<[stages: Stages, error: unknown]> {
  const { flags, loaded, job } = task
  // A run of the model that takes long is not waited for: what was scored before it is known.
  const soFar: (() => Explanation)[] = []
  let kept: Stages | undefined
  try {
    const sweeps = runStages(job, {
      model: loaded.model,
      prepared,
      target: targetOf(job, chosenClasses(task.target, task.versus)),
      files: jobFiles,
      cutFor: {
        class: "classes" in task.target ? task.target.classes[0] : undefined,
        versus: task.versus,
      },
      batch: flags.batch,
      signal,
      onProgress(progress, stage) {
        bar.show(progress, stage)
        // Read while the model runs, so that an interruption does not wait for it; what fails is met by the figure.
        if (progress.passes === 0) return void dejavuSans().catch(() => {})
        if (soFar[stage] === undefined) setUnsaved?.(true)
        soFar[stage] = progress.snapshot
      },
      keep: (stages) => (kept = stages),
    })
    return [await unlessStopped(sweeps, signal, grace), undefined]
  } catch (error) {
    if (kept === undefined && soFar.length > 0)
      kept = soFar.map((snapshot) => snapshot()) as unknown as Stages
    if (kept === undefined) throw error
    return [kept, error]
  }
}
