import { dirname, join } from "node:path"
import { pami } from "./command-line.ts"
import {
  describeFailure,
  describeInspection,
  type Explained,
  type ExplainedInput,
  failureOf,
  type Inspected,
} from "./documents.ts"
import { close, type Row, type Tools } from "./row.ts"
import { runDirectly } from "./runtime.ts"
import type { Case, Scores, TaskModel } from "./tasks/task-model.ts"

/**
 * Returns the row of a model of any task: whether the scores of its targets are those of its runtime, and whether the peak of
 * each map lies where a person would point. A task that `pami inspect` does not recognise is named with `--task`.
 */
export async function describeTask(model: TaskModel, file: string, tools: Tools): Promise<Row> {
  const inspected = await pami<Inspected>(["inspect", file])
  const about = `inspect: ${describeInspection(inspected)}`
  const asked = await model.makeCase({
    ...tools,
    beside: (name) => join(dirname(file), name),
    run: (feeds) => runDirectly(file, feeds),
  })
  const isRecognised = model.task === undefined || inspected.task?.task.name === model.task
  const named = isRecognised ? [] : ["--task", model.task]
  const flags = [...named, ...asked.flags, "--no-figure"]
  const explained = await pami<Explained>(["explain", asked.input, "--model", file, ...flags])
  const failed = failureOf(explained)
  if (failed !== undefined) return { isRight: false, lines: [describeFailure(failed), about] }
  const [result] = explained.results!
  const direct = asked.scores(await runDirectly(file, asked.feeds))
  const maps = result.maps.map((map) => checkMap(map, direct, asked))
  const count = (what: "isSame" | "isInside") => `${maps.filter((map) => map[what]).length} of ${maps.length}`
  return {
    isRight: maps.length > 0 && maps.every(({ isSame, isInside }) => isSame && isInside),
    lines: [
      `${result.task} (${isRecognised ? "recognised" : `named; taken for ${inspected.task?.task.name}`}); ${count("isSame")} scores same, ${count("isInside")} peaks inside; ${result.passes} passes, ${result.seconds.toFixed(1)} s`,
      ...maps.map(({ text }) => text),
      about,
    ],
  }
}

function checkMap(
  { id, label, score, highest, peak }: ExplainedInput["maps"][0],
  direct: Scores,
  { place }: Case,
) {
  const own = direct.get(id)
  const isSame = own !== undefined && Math.abs(score - own) <= close
  const where = place(id)
  const isInside = peak !== null && (where === undefined || where.holds(peak))
  const at = peak === null ? "nowhere" : Object.values(peak).join(", ")
  const scores = isSame
    ? `${score.toFixed(6)}, ${Math.abs(score - own).toExponential(1)} apart`
    : `${score.toFixed(6)}, directly ${own ?? "nothing"}: NOT THE SAME`
  const truth = where === undefined ? "" : isInside ? `, in ${where.name}` : `: NOT IN ${where.name}`
  return {
    isSame,
    isInside,
    text: `${label ?? `target ${id}`}: ${scores}; map up to ${highest === null ? "nothing" : highest.toPrecision(2)}, peak at ${at}${truth}`,
  }
}
