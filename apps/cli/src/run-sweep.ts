import { isPamiError } from "@pami/core"
import type { Explanation } from "@pami/core"
import type { PictureInput } from "@pami/image"
import { createTarget, expectNoOtherClass, keptClasses, runRecipe, sweptClasses } from "@pami/recipe"
import type { ResolvedRecipe, TaskContext } from "@pami/recipe"
import type { Console } from "./console.ts"
import type { Task } from "./task.ts"
import { unlessStopped } from "./interrupt.ts"
import type { progressBar } from "./progress.ts"

// In which a sweep that was asked to stop ends by itself, its runs in progress included, in milliseconds.
const grace = 200

/**
 * Sweeps for one image.
 *
 * @returns the explanation, and the error that ended the sweep early, if any: the passes before it are kept
 * @throws the error if nothing was computed before it
 */
export async function runSweep(
  { request, loaded, segmenter, ownTarget }: Task,
  resolved: ResolvedRecipe,
  prepared: PictureInput,
  context: TaskContext,
  bar: ReturnType<typeof progressBar>,
  { signal, setUnsaved }: Console,
): Promise<[explanation: Explanation, error: unknown]> {
  const { labels, model } = loaded
  const { target, versus } = request.recipe
  // A run of the model that takes long is not waited for: the scores before it are known.
  let soFar: (() => Explanation) | undefined
  let stage = 0
  try {
    const sweep = runRecipe(resolved, {
      model,
      prepared,
      target:
        ownTarget ??
        createTarget(resolved.recipe, {
          ...context,
          labels,
          classes: (prediction) => {
            expectNoOtherClass(target, labels, prediction.length, "--target")
            expectNoOtherClass(versus, labels, prediction.length, "--versus")
            // A saved explanation is read for other classes, too.
            const choose = request.output.explanation === undefined ? sweptClasses : keptClasses
            return choose(resolved.recipe)(prediction)
          },
        }),
      batch: request.model.batch,
      ...(segmenter && { segmenter }),
      signal,
      onProgress(progress) {
        bar.show(progress)
        if (progress.passes === 0) return
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
