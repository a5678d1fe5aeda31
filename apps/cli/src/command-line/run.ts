import { methodNames } from "@pami/methods"
import { Option } from "commander"
import type { Command } from "commander"
import { UsageError } from "../exit-status.ts"
import { expectMethod } from "../expect-method.ts"
import { whole } from "../option-parsers.ts"
import type { QueueFlags } from "../run/queue-address.ts"
import { queueOf } from "../run/queue-address.ts"
import type { RunFlags } from "../run/request.ts"
import { shardHelp } from "../shard-option.ts"
import { addExplanationOptions, withoutDefaults } from "./explanation-options.ts"
import { names } from "./method-options.ts"
import { queueNameOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

// More than any machine has cores.
const mostWorkers = 256

/** `pami run`, `pami run merge` and `pami run status`: their arguments and options. */
export const addRun: AddCommand = (program, console, finish) => {
  const command = program
    .command("run")
    .description("explain many inputs into a folder of lines; a later start goes on where this one ends")
    .enablePositionalOptions()
  addRunOptions(command)
    .option(
      "--queue [address]",
      "have the workers of a queue explain: redis://…, rediss://…, postgres://… (default: that of PAMI_QUEUE)",
    )
    .addOption(queueNameOption())
    .action((inputs: string[], flags: RunFlags & QueueFlags, command: Command) => {
      if (flags.out === undefined) throw new UsageError("--out: name the folder of the results")
      return finish(
        Promise.all([import("../run/run.ts"), import("../run/request.ts")]).then(
          ([{ runCommand }, { runRequest }]) =>
            runCommand(runRequest(inputs, withoutDefaults(flags, command)), queueOf(flags), console),
        ),
      )
    })
  command
    .command("merge")
    .description("write the results of several folders, such as shards, to one; the same lines twice are one")
    .argument("<folder...>", "folders of results of one question")
    .requiredOption("--out <folder>", "folder of the merged results")
    .option("--json", "print the outcome as JSON")
    .action((folders: string[], flags: { out: string; json?: boolean }) =>
      finish(import("../run/merge.ts").then(({ mergeCommand }) => mergeCommand(folders, flags, console))),
    )
  command
    .command("status")
    .description("print how far a run is: results, rate, time left, errors by code")
    .argument("[folder...]", "folders of one run")
    .option("--queue [address]", "print the runs that are in a queue (default: that of PAMI_QUEUE)")
    .addOption(queueNameOption())
    .option("--json", "print the state as JSON")
    .action((folders: string[], flags: QueueFlags & { json?: boolean }) =>
      finish(
        import("../run/status.ts").then(({ statusCommand }) =>
          statusCommand(folders, queueOf(flags), flags, console),
        ),
      ),
    )
}

/** Adds the arguments and options that decide what a run explains, and how. */
export function addRunOptions(command: Command): Command {
  command.argument(
    "[input...]",
    "files, folders, patterns as 'photos/**/*.jpg'; or a data set, a list, a table",
  )
  addExplanationOptions(
    command,
    new Option(
      "--method <names>",
      `methods that draw maps, comma-separated: ${methodNames.join(", ")} (default: pami)`,
    ).argParser((text) => names(text).map((name) => expectMethod(name))),
  )
  return command
    .option("--out <folder>", "folder of the results (required)")
    .option("--maps", "write the maps as .npz, in the folder maps")
    .option("--shard <i/n>", shardHelp)
    .addOption(
      new Option("--workers <n>", "processes that explain; never changes a result (default: 1)").argParser(
        whole(1, mostWorkers),
      ),
    )
    .addOption(new Option("--limit <n>", "number of inputs, the first of the list").argParser(whole(1)))
    .addOption(new Option("--sample <n>", "number of inputs, drawn with the seed").argParser(whole(1)))
    .option("--split <name>", "part of Pascal VOC or COCO: test, val2017")
    .addOption(
      new Option(
        "--texts <columns>",
        "columns of a list that are the texts, comma-separated; beside an image, its question",
      ).argParser(names),
    )
    .option("--retry", "try again what failed at an earlier start")
    .option("--no-verify", "skip inputs with results without reading them again")
    .option("--json", "print the outcome as JSON")
    .option("--quiet", "print no progress and no findings")
}
