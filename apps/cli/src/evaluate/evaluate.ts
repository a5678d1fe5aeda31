import { resolve } from "node:path"
import { isPamiError } from "@pami/core"
import type { Model } from "@pami/core"
import { draw } from "@pami/datasets"
import type { DataSet } from "@pami/datasets"
import { decideOnce } from "@pami/explainer"
import { resolveRecipe } from "@pami/recipe"
import { isInShard, openRun } from "@pami/runs"
import type { Shard } from "@pami/runs"
import { recipeFor } from "../choose-recipe.ts"
import type { Console } from "../console.ts"
import { describeError, exitStatus, statusOf, UsageError } from "../exit-status.ts"
import { filesWithin } from "../files.ts"
import { unlessStopped } from "../interrupt.ts"
import { loadModel, prepareLoaded } from "../load-model.ts"
import { oneLine } from "../printable.ts"
import { duration, statusLine } from "../progress.ts"
import { describeFindings } from "../result.ts"
import { isInside } from "../same-file.ts"
import { shardOf } from "../shard-option.ts"
import { collectResults } from "../summary/collect.ts"
import { describeSummary } from "../summary/describe.ts"
import { summarize } from "../summary/summarize.ts"
import { costOf, describeCost } from "./cost.ts"
import { dataName, openData } from "./data.ts"
import { evaluateItems } from "./evaluate-items.ts"
import type { ItemsTask } from "./evaluate-items.ts"
import { createPlan, needs } from "./plan.ts"
import { questionOf } from "./question.ts"
import type { EvaluateRequest } from "./request.ts"
import { openRandomised } from "./randomised-model.ts"
import { modelClock } from "./timed-model.ts"

/** `pami evaluate`: judges the maps of several methods on a data set. Goes on where an earlier start ended. */
export async function evaluateCommand(
  path: string,
  request: EvaluateRequest,
  console: Console,
): Promise<number> {
  const { signal } = console
  const { folder, model, limit, seed, json, quiet } = request
  const plan = createPlan(request, request.metrics)
  if (isInside(resolve(path), resolve(folder)))
    throw new UsageError(
      `--out ${folder} lies in the data set, whose images it would become; choose another folder`,
    )
  const shard = shardOf(request.shard, quiet, console)
  // An image that is skipped or fails is replaced up to the limit; a shard does not know those of the others.
  if (shard !== undefined && shard.count > 1 && limit !== undefined)
    throw new UsageError("--limit counts the images of all shards: leave it out, or give --shard 0/1")
  const dataSet = await unlessStopped(openData(path, request.split), signal)
  const loaded = await unlessStopped(loadModel(model, console), signal)
  let status: number = exitStatus.done
  let randomised: Model | undefined
  try {
    const preparation = await prepareLoaded(loaded, model)
    const recipe = await recipeFor(request.recipe, {}, loaded, preparation)
    if (!quiet) console.stderr(describeFindings(preparation.findings, loaded.labels, console.hasFlag))
    const resolved = await unlessStopped(resolveRecipe(recipe, filesWithin(model.maxPixels)), signal)
    const data = { name: dataName(path), split: request.split ?? null }
    const question = questionOf(data, plan, request, loaded, recipe)
    randomised = needs(plan, "randomised-map")
      ? await unlessStopped(openRandomised(model, seed), signal)
      : undefined
    const run = await openRun(folder, { question, retry: request.retry, shard })
    const clock = modelClock()
    const listed = counted(dataSet, shard)
    const timedModel = { ...loaded, model: clock.timed(loaded.model) }
    try {
      status = await evaluateAll(
        {
          // Without a limit the order does not matter: that of the data set is easier to follow.
          entries: draw(listed.dataSet, limit === undefined ? {} : { seed }),
          dataSet,
          limit: limit ?? Infinity,
          onlyCorrect: request.onlyCorrect,
          plan,
          resolved,
          loaded: timedModel,
          randomised: randomised && clock.timed(randomised),
          decide: decideOnce(timedModel),
          decoding: model.maxPixels === undefined ? {} : { maxPixels: model.maxPixels },
          batch: model.batch,
          run,
          folder,
        },
        listed,
        request,
        console,
      )
    } finally {
      await run.close()
    }
    // Of all results in the folder, those of earlier starts included.
    const cost = costOf(clock)
    const summary = summarize(await collectResults(folder))
    if (json) console.stdout(`${JSON.stringify({ folder, ...summary, cost }, null, 2)}\n`)
    else console.stdout(`${describeSummary(summary)}${describeCost(cost)}`)
    return status
  } finally {
    // A run that was left behind is not waited for: the process ends.
    if (status !== exitStatus.interrupted) {
      await loaded.model.dispose()
      await randomised?.dispose()
    }
  }
}

/** Evaluates all items, as far as the signal allows. Returns the exit status. */
async function evaluateAll(
  task: Omit<ItemsTask, "signal" | "onStep">,
  listed: { readonly count: number },
  { limit, json, quiet }: EvaluateRequest,
  console: Console,
): Promise<number> {
  const line = statusLine(console, quiet || json)
  const started = performance.now()
  let status: number = exitStatus.done
  let [known, worked] = [0, 0]
  try {
    const items = evaluateItems({
      ...task,
      signal: console.signal,
      onStep(done, name, step) {
        // With a limit, what was skipped or failed is replaced.
        const [place, all] =
          limit === undefined ? [known + worked, listed.count] : [done, Math.min(limit, listed.count)]
        const each = (performance.now() - started) / 1000 / Math.max(1, worked)
        const left = worked === 0 ? "" : ` · ${duration(each * (all - place))} left`
        line.show(`${place + 1} of ${all}  ${name}  ${step}${left}`)
      },
    })
    for await (const { id, wasKnown, error } of items) {
      if (wasKnown) known++
      else worked++
      if (error === undefined) continue
      status = Math.max(status, statusOf(error))
      line.end()
      const { code, message } = describeError(error, console.hasFlag)
      const named = message.includes(id) ? message : `${id}: ${message}`
      if (!quiet) console.stderr(`pami: ${oneLine(named)} [${code}]\n`)
    }
    // The whole data set: the same bytes, however it was divided. With a limit, a later start may draw more.
    if (limit === undefined) await task.run.sort()
  } catch (error) {
    if (!isPamiError(error) || error.code !== "ABORTED") throw error
    status = exitStatus.interrupted
  } finally {
    line.end()
  }
  if (known > 0 && !quiet) console.stderr(`${known} inputs have results from an earlier start\n`)
  return status
}

/** Returns the data set, or a shard of it, with the number of its items: it is known as soon as they have been listed, once. */
function counted(
  dataSet: DataSet,
  shard: Shard | undefined,
): { readonly dataSet: DataSet; readonly count: number } {
  let count = 0
  return {
    dataSet: {
      ...dataSet,
      async *ids() {
        count = 0
        for await (const id of dataSet.ids()) {
          if (shard !== undefined && !isInShard(id, shard)) continue
          count++
          yield id
        }
      },
    },
    get count() {
      return count
    },
  }
}
