import { isPamiError } from "@pami/core"
import type { Explanation } from "@pami/core"
import { runRecipe, createTarget } from "@pami/recipe"
import type { PictureInput } from "@pami/image"
import { dejavuSans } from "@pami/figure/node"
import type { Console } from "./console.ts"
import { filesWithin } from "./files.ts"
import { unlessStopped } from "./interrupt.ts"
import type { Task } from "./outcome.ts"
import type { progressBar } from "./progress.ts"
import { chosenClasses, expectNoOtherClass } from "./values.ts"

// In which a sweep that was asked to stop ends by itself, its runs in progress included, in milliseconds.
const grace = 200

/**
 * Sweeps for one picture.
 *
 * @returns the explanation, and the error that ended the sweep early, if one did: the passes before it are kept
 * @throws the error when nothing was computed before it
 */
export async function sweepPicture(
  task: Task,
  prepared: PictureInput,
  bar: ReturnType<typeof progressBar>,
  { signal, setUnsaved }: Console,
): Promise<[explanation: Explanation, error: unknown]> {
  const { flags, loaded, recipe, versus } = task
  // A run of the model that takes long is not waited for: the scores before it are known.
  let soFar: (() => Explanation) | undefined
  let stage = 0
  try {
    const first = "classes" in task.target ? task.target.classes[0] : undefined
    const sweep = runRecipe(recipe, {
      model: loaded.model,
      prepared,
      target: createTarget(recipe, (prediction) => {
        for (const [flag, text] of [
          ["--target", flags.target],
          ["--versus", flags.versus],
        ] as const)
          expectNoOtherClass(flag, text, loaded.labels, prediction.length)
        return chosenClasses(task.target, versus)(prediction)
      }),
      files: filesWithin(flags.maxPixels),
      guide: { target: first, versus },
      batch: flags.batch,
      signal,
      onProgress(progress) {
        bar.show(progress)
        // Read while the model runs, so that an interruption does not wait for it; the figure meets an error.
        if (progress.passes === 0) return void dejavuSans().catch(() => {})
        if (progress.stage !== stage) setUnsaved?.(true)
        stage = progress.stage
        soFar = progress.snapshot
      },
    })
    return [await unlessStopped(sweep, signal, grace), undefined]
  } catch (error) {
    const kept = (isPamiError(error) ? error.partial : undefined) ?? soFar?.()
    if (kept === undefined) throw error
    return [kept, error]
  }
}
