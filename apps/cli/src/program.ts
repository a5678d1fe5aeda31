import { version } from "@pami/core"
import { Command, CommanderError } from "commander"
import { addBackends } from "./command-line/backends.ts"
import { addCompare } from "./command-line/compare.ts"
import { addConformance } from "./command-line/conformance.ts"
import { addEvaluate } from "./command-line/evaluate.ts"
import { addExplain } from "./command-line/explain.ts"
import { addInspect } from "./command-line/inspect.ts"
import { addRead } from "./command-line/read.ts"
import { addRun } from "./command-line/run.ts"
import { addReport } from "./command-line/report.ts"
import { addSegment } from "./command-line/segment.ts"
import { addServe } from "./command-line/serve.ts"
import type { AddCommand } from "./command-line/shared.ts"
import { addVerify } from "./command-line/verify.ts"
import { addWorker } from "./command-line/worker.ts"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf, UsageError } from "./exit-status.ts"
import { replaceFileAddresses } from "./file-addresses.ts"
import { didYouMean } from "./near-names.ts"
import { oneLine, printable } from "./printable.ts"

// In the order in which --help lists them.
const commands = [
  addExplain,
  addRead,
  addSegment,
  addInspect,
  addVerify,
  addRun,
  addWorker,
  addCompare,
  addEvaluate,
  addReport,
  addServe,
  addBackends,
  addConformance,
]

/** Takes the exit status that a command returns. */
type Finish = Parameters<AddCommand>[2]

/** Returns the program with its commands, before it reads a command line. */
export function commandLine(console: Console, finish: Finish): Command {
  const program = new Command("pami")
    .description("Why did the model decide so? Importance maps from a model's outputs alone.")
    .version(version)
    // An option after the name of a command is that one's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: console.stdout,
      writeErr: console.stderr,
      outputError: (text, write) => write(withNearChoice(text)),
    })
    .showHelpAfterError("Try `pami --help`.")
    .addHelpText(
      "after",
      "\nExit status: 0, 2 for usage, 3 for bad input, 4 for a failure at run time or of stdout (but for a reader that\n" +
        "left early), 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP: what was computed is written.",
    )
  for (const add of commands) add(program, console, finish)
  for (const command of program.commands) for (const one of [command, ...command.commands]) nameFlags(one)
  program.hook("preAction", (_, command) => {
    expectNothingEmpty(command)
    replaceFileAddresses(command)
  })
  return program
}

/**
 * The command line: `args` without the names of node and of the program.
 *
 * @returns the exit status: 0, 2 for usage, 3 for bad input, 4 for a failure at run time, 130 after Ctrl-C
 */
export async function run(args: readonly string[], plain: Console): Promise<number> {
  const console: Console = {
    ...plain,
    stdout: (text) => plain.stdout(printable(text)),
    stderr: (text) => plain.stderr(printable(text)),
    // Nobody is wrong about a contrast without one.
    hasFlag: (flag) =>
      (flag !== "--versus" || args.some((one) => one.startsWith(flag))) &&
      Boolean(
        program.commands.find((one) => one.name() === args[0])?.options.some(({ long }) => long === flag),
      ),
  }
  let status: number = exitStatus.done
  const program = commandLine(console, async (result) => {
    status = await result
  })
  try {
    await program.parseAsync(args, { from: "user" })
    return status
  } catch (error) {
    const code = statusOf(error)
    // commander has already printed the error of the command line.
    if (!(error instanceof CommanderError)) {
      const { code: name, message } = describeError(error, console.hasFlag)
      console.stderr(`pami: ${oneLine(message)} [${name}]\n`)
      if (code === exitStatus.usage) console.stderr("Try `pami --help`.\n")
    }
    if (code !== exitStatus.done && args.includes("--json"))
      console.stdout(`${JSON.stringify({ error: describeError(error, console.hasFlag) }, null, 2)}\n`)
    return code
  }
}

/** commander lists what an option takes; of a typo, the nearest is said as well. */
function withNearChoice(text: string): string {
  const [, word, choices] = /argument '(.*)' is invalid\. Allowed choices are (.*)\.\n$/s.exec(text) ?? []
  return choices === undefined ? text : text.replace(/\n$/, `${didYouMean(word, choices.split(", "))}\n`)
}

/** Adds the option's name to the errors of its parser. */
function nameFlags({ options }: Command): void {
  for (const option of options) {
    const parse = option.parseArg
    if (parse === undefined) continue
    option.argParser((text, before) => {
      try {
        return parse(text, before)
      } catch (error) {
        throw error instanceof UsageError ? new UsageError(`${option.long}: ${error.message}`) : error
      }
    })
  }
}

// Texts to explain: an empty one is refused as any other without words.
const contents = ["--text", "--question", "--caption"]

/** Refuses empty values: most of the time, a variable of the shell was not set. */
function expectNothingEmpty(command: Command): void {
  const isEmpty = (value: unknown) => value === "" || (Array.isArray(value) && value.includes(""))
  const option = command.options.find(
    (one) => !contents.includes(one.long ?? "") && isEmpty(command.getOptionValue(one.attributeName())),
  )
  if (option !== undefined) throw new UsageError(`${option.long}: its value is empty`)
  const place = command.args.indexOf("")
  if (place >= 0) throw new UsageError(`argument ${place + 1} of ${command.name()} is empty`)
}
