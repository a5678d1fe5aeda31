import { backendNames } from "../backends.ts"
import { unlessStopped } from "../interrupt.ts"
import type { AddCommand } from "./shared.ts"

/** `pami backends`: its arguments and options. */
export const addBackends: AddCommand = (program, console, finish) => {
  program
    .command("backends")
    .description("list the backends and devices that work here, and what the others lack")
    .argument("[backend...]", `only these: ${backendNames.join(", ")}, or a module`)
    .option("--json", "print the list as JSON")
    .action((named: string[], flags: { json: boolean | undefined }) =>
      finish(
        unlessStopped(
          import("../list-backends.ts").then(({ backendsCommand }) => backendsCommand(named, flags, console)),
          console.signal,
        ),
      ),
    )
}
