// Prints the pages of the reference of the command line as JSON, by name: made from the program itself.
import { commandLine } from "../src/program.ts"
import { nameOf, writeCommand } from "./write-command.ts"

const silent = () => undefined
const program = commandLine(
  {
    stdout: silent,
    stderr: silent,
    terminal: false,
    signal: new AbortController().signal,
    hasFlag: () => false,
  },
  async () => undefined,
)
const pages = program.commands.map((command) => [command.name(), writeCommand(command)])
const rows = program.commands.map(
  (command) => `| [\`${nameOf(command)}\`](${command.name()}.md) | ${command.description()} |`,
)
const index = `# Commands\n\nMade from the program: \`pami COMMAND --help\` prints the same.\n\n| command | does |\n| --- | --- |\n${rows.join("\n")}\n`
process.stdout.write(JSON.stringify(Object.fromEntries([["index", index], ...pages])))
