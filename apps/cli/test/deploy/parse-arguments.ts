import { CommanderError } from "commander"
import type { Command } from "commander"
import { UsageError } from "../../src/exit-status.ts"
import { commandLine } from "../../src/program.ts"

/** Returns what is wrong with arguments of the program, or `undefined`. Runs nothing. */
export async function argumentProblem(args: readonly string[]): Promise<string | undefined> {
  let said = ""
  const write = (text: string) => void (said += text)
  const console = { stdout: write, stderr: write, terminal: false, signal: new AbortController().signal }
  const program = commandLine({ ...console, hasFlag: () => false }, async () => {})
  let parsed: string | undefined
  const parseOnly = (command: Command) => {
    command.action(() => void (parsed = command.name()))
    for (const inner of command.commands) parseOnly(inner)
  }
  for (const command of program.commands) parseOnly(command)
  try {
    await program.parseAsync(args, { from: "user" })
  } catch (error) {
    if (error instanceof CommanderError) return said.trim()
    if (error instanceof UsageError) return error.message
    throw error
  }
  return parsed === undefined ? "no command" : undefined
}
