// Whether maps of every task of the zoo show the units that the answer depends on, PAMI beside others at equal passes.
//   pnpm bench tasks [--inputs N] [--tasks NAME,NAME] [--methods NAME,NAME] [--seed FIRST] [--threads N]
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { table } from "@pami/measure"
import { measureTask } from "./tasks/measure.ts"
import type { Sweep } from "./tasks/measure.ts"
import { parseTaskOptions } from "./tasks/options.ts"
import type { TaskOptions } from "./tasks/options.ts"
import { legend, rowsOf, verdict } from "./tasks/rows.ts"

/**
 * Explains inputs that neither training nor the zoo's own report used, and prints for each task and method how often the
 * peak of the map is right, and the energy on the right units.
 *
 * @param args of the command line
 */
export async function tasks(args: readonly string[]): Promise<void> {
  let options: TaskOptions
  try {
    options = parseTaskOptions(args)
  } catch (error) {
    console.error(`bench tasks: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
    return
  }
  const { inputs, seed, threads } = options
  const backend = onnxruntimeNode(threads === undefined ? {} : { threads })
  const measured: Sweep[][] = []
  for (const task of options.tasks) {
    const started = performance.now()
    measured.push(await measureTask(task, { backend, count: inputs, firstSeed: seed }))
    console.error(`${task.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
  console.log(legend)
  console.log(table(measured.flatMap(rowsOf)))
  console.log(verdict(measured))
}
