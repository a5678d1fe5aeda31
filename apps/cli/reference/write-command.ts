import type { Argument, Command, Option } from "commander"

/** Returns the page of a command: how it is called, its arguments and its options. */
export function writeCommand(command: Command): string {
  return `---\npageClass: stacked\n---\n\n${describeCommand(command)}`
}

function describeCommand(command: Command): string {
  const name = nameOf(command)
  const help = command.createHelp()
  const parameters = command.registeredArguments.map((one) => row(`\`${one.name()}\``, describe(one)))
  const options = help.visibleOptions(command).map((one) => row(`\`${one.flags}\``, describe(one)))
  return [
    `# ${name}\n\n${sentence(command.description())}\n`,
    `\`\`\`sh\n${name} ${command.usage()}\n\`\`\`\n`,
    table("argument", parameters),
    table("option", options),
    ...command.commands.map((inner) => describeCommand(inner).replaceAll(/^#/gm, "##")),
  ]
    .filter((part) => part !== "")
    .join("\n")
}

/** Returns the words that call a command: `pami run merge`. */
export function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`
}

function table(head: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : `| ${head} | meaning |\n| --- | --- |\n${rows.join("\n")}\n`
}

function row(name: string, text: string): string {
  return `| ${name.replaceAll("|", "\\|")} | ${text} |`
}

function describe({ description, argChoices, defaultValue }: Argument | Option): string {
  const choices =
    argChoices === undefined ? "" : ` One of ${argChoices.map((one) => `\`${one}\``).join(", ")}.`
  const isSaid = defaultValue === undefined || defaultValue === false || description.includes("(default")
  const fallback = isSaid ? "" : ` Default: \`${[defaultValue].flat().join(" ")}\`.`
  return `${escaped(sentence(description))}${choices}${fallback}`
}

function sentence(text: string): string {
  return text === "" ? "" : `${text[0].toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`
}

function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 0 ? part.replaceAll(/[|<>[\]*_{}]/g, "\\$&") : part.replaceAll("|", "\\|"),
    )
    .join("")
}
