import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"

/** Runs a command in a folder, and gives what it prints; where it fails, shows that and throws. */
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
  // Scripts that pnpm starts know where the person stands; these are to stand in the folder.
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

/** One test, and why it failed, where it did. */
export interface Outcome {
  readonly test: string
  readonly message: string | undefined
}

/** Runs a folder's tests with its own vitest; `parameters` are vitest's. */
export function vitest(folder: string, ...parameters: string[]): Outcome[] {
  const report = join(folder, "report.json")
  rmSync(report, { force: true })
  const program = join(folder, "node_modules/vitest/vitest.mjs")
  const { output } = attempt(
    process.execPath,
    [program, "run", "--reporter=json", `--outputFile=${report}`, ...parameters],
    folder,
  )
  demand(existsSync(report), `vitest gives no report:\n${output}`)
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

/** Runs a test file with `node:test`, which must pass, and gives the number of its tests. */
export function nodeTest(folder: string, file: string): number {
  const output = run(process.execPath, ["--test", "--test-reporter=tap", file], folder)
  return Number(/^# pass (\d+)$/m.exec(output)?.[1])
}

/** @throws Error unless `holds` */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}
