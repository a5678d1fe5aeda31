import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"

/** Runs a command in a folder and returns its output; throws with the output if it fails. */
export function run(command: string, parameters: readonly string[], folder: string): string {
  const { status, output } = attempt(command, parameters, folder)
  if (status === 0) return output
  throw new Error(`${command} ${parameters.join(" ")} failed in ${folder}:\n${output}`)
}

function attempt(
  command: string,
  parameters: readonly string[],
  folder: string,
): { status: number | null; output: string } {
  // pnpm passes the user's folder on to scripts; these start in their folder.
  const env = { ...process.env, INIT_CWD: folder }
  const done = spawnSync(command, parameters, {
    cwd: folder,
    encoding: "utf8",
    env,
    shell: process.platform === "win32",
  })
  if (done.error !== undefined) throw done.error
  return { status: done.status, output: done.stdout + done.stderr }
}

/** The outcome of one test; the message is that of its failure. */
export interface Outcome {
  readonly test: string
  readonly message: string | undefined
}

/** Runs a folder's tests with its vitest. */
export function vitest(folder: string, ...parameters: string[]): Outcome[] {
  const report = join(folder, "report.json")
  rmSync(report, { force: true })
  const program = join(folder, "node_modules/vitest/vitest.mjs")
  const { output } = attempt(
    process.execPath,
    [program, "run", "--reporter=json", `--outputFile=${report}`, ...parameters],
    folder,
  )
  demand(existsSync(report), `vitest wrote no report:\n${output}`)
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
    testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[]
  }
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => ({
      test: title,
      message: status === "passed" ? undefined : failureMessages.join("\n"),
    })),
  )
}

/** Runs a test file with `node:test` and returns the number of its tests; throws if one fails. */
export function nodeTest(folder: string, file: string): number {
  const output = run(process.execPath, ["--test", "--test-reporter=tap", file], folder)
  return Number(/^# pass (\d+)$/m.exec(output)?.[1])
}

/** @throws Error unless `holds` */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}
