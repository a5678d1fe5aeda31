import { backendNames } from "../backends.ts"
import { backendsCommand } from "../list-backends.ts"
import { unlessStopped } from "../interrupt.ts"
import type { AddCommand } from "./shared.ts"

/** `pami backends`: its arguments and options. */
export const addBackends: AddCommand = (program, console, finish) => {
  program
    .command("backends")
    .description("which backends run here, on which devices, and what is missing for the others")
    .argument("[backend...]", `of these only: ${backendNames.join(", ")}, or a module`)
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action((named: string[], flags: { json: boolean | undefined }) =>
      finish(unlessStopped(backendsCommand(named, flags, console), console.signal)),
    )
}
