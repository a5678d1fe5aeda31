import { summarize } from "@pami/core"
import type { Signal, TargetId, TargetInfo } from "@pami/core"
import { explainedContrasts } from "@pami/explainer"
import type { Contrast, Explainer, Result } from "@pami/explainer"
import { ahead } from "./ahead.ts"
import { openInput } from "./inputs/input-list.ts"
import type { OpenedInput, RunInput } from "./inputs/input-list.ts"
import { writeMap } from "./maps.ts"
import { lineKey } from "./plan-run.ts"
import type { RunMethods, RunPlan } from "./plan-run.ts"
import type { LineExplanation, LineMap, LineTarget, ResultLine } from "./result-line.ts"
import { endsRun, outcomeOf } from "./run-error.ts"

/** Numbers that a program computes of each explanation, by name: finite, or `null` for none. */
export type RunMetrics = Readonly<
  Record<string, (result: Result, input: RunInput) => number | null | Promise<number | null>>
>

/** Options of {@link explainInputs}. */
export interface Explaining {
  readonly explain: Explainer
  readonly methods: RunMethods
  /** Of `planRun`, with the same explainer and methods. */
  readonly plan: RunPlan
  /** Default: none. */
  readonly metrics?: RunMetrics | undefined
  /** Folder in which `maps` lies, for the maps. Default: no maps are written. */
  readonly maps?: string | undefined
  readonly signal?: Signal | undefined
}

/**
 * Yields a line for each input and method, of an input that cannot be read or explained one with its error. The lines of an input
 * do not depend on those before it: any process may explain any part of a list. The next input is read while one is explained.
 *
 * @param inputs such as the chunk of a queue
 * @param methodsOf returns the names of the methods of an input. Default: all of the plan
 * @throws PamiError `ABORTED`, `FILE_UNWRITABLE` for a map, and the errors of a runtime or a server that is gone
 *
 * @example
 * for await (const line of explainInputs({ explain, methods, plan }, inputs.inputs(chunk))) await send(line)
 */
export async function* explainInputs(
  task: Explaining,
  inputs: AsyncIterable<RunInput> | Iterable<RunInput>,
  methodsOf: (id: string) => readonly string[] = () => Object.keys(task.plan.keys),
): AsyncGenerator<ResultLine, void, undefined> {
  for await (const { item: input, started } of ahead(inputs, openInput)) {
    const opened = await started.catch((error: unknown) => ({ error }))
    for (const method of methodsOf(input.id)) {
      const names = { input: input.id, method }
      yield "error" in opened
        ? { ...names, error: outcomeOf(opened.error) }
        : await explainOne(task, input, opened, method)
    }
  }
}

async function explainOne(
  { explain, methods, plan, metrics = {}, maps, signal }: Explaining,
  input: RunInput,
  { content, digest }: OpenedInput,
  method: string,
): Promise<ResultLine> {
  const key = lineKey(plan, method, digest)
  const names = { input: input.id, method, key, digest }
  try {
    const result = await explain(content, {
      ...methods[method],
      ...input.options,
      name: input.id,
      ...(signal === undefined ? {} : { signal }),
    })
    const contrasts = explainedContrasts(result.recipe, result.explanation)
    const read = contrasts.map((contrast) => result.map(choiceOf(contrast)))
    const values: [string, number | null][] = []
    for (const [name, metric] of Object.entries(metrics)) values.push([name, await metric(result, input)])
    return {
      ...names,
      explanation: explanationOf(result, contrasts, read),
      ...(values.length > 0 && {
        metrics: Object.fromEntries(values.map(([name, value]) => [name, finite(value)])),
      }),
      ...(maps !== undefined && { map: await writeMap(maps, key, read, result.explanation) }),
    }
  } catch (error) {
    if (endsRun(error)) throw error
    return { ...names, error: outcomeOf(error) }
  }
}

// Of the prediction: a model may have thousands of classes.
const shownTargets = 5

function explanationOf(
  { prediction, recipe, explanation, findings }: Result,
  contrasts: readonly Contrast[],
  maps: readonly Float32Array[],
): LineExplanation {
  const { targets, baseline, passes, grids, scale } = explanation
  const find = (id: TargetId) => targets.findIndex((target) => target.id === id)
  return {
    kind: recipe.kind,
    scale: scale.unit,
    prediction: prediction.slice(0, shownTargets).map(targetOf),
    shape: grids.length === 1 ? [...grids[0].shape] : [maps[0].length],
    maps: contrasts.map(({ target, versus }, index): LineMap => {
      const place = find(target)
      return {
        ...targetOf(prediction.find(({ id }) => id === target) ?? targets[place]),
        ...(versus === undefined ? {} : { versus }),
        baseline: baseline[place],
        ...summarize(maps[index]),
      }
    }),
    passes,
    findings: [...new Set(findings.map(({ code }) => code))],
  }
}

function targetOf({ id, label, score, box }: TargetInfo): LineTarget {
  return {
    id,
    ...(label === undefined ? {} : { label }),
    score,
    ...(box === undefined ? {} : { box: { ...box } }),
  }
}

function choiceOf({ target, versus }: Contrast) {
  return versus === undefined ? target : { target, versus }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
