import { Option } from "commander"
import type { Command } from "commander"
import { whole } from "../option-parsers.ts"
import type { WorkerFlags } from "../run/worker.ts"
import { withoutDefaults } from "./explanation-options.ts"
import { addRunOptions } from "./run.ts"
import { queueNameOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

// Of `pami run`, which a worker takes so that the two commands differ in one word.
const withoutEffect = ["--shard", "--limit", "--sample", "--retry", "--no-verify"]

/** `pami worker`: its arguments and options. */
export const addWorker: AddCommand = (program, console, finish) => {
  const command = addRunOptions(
    program
      .command("worker")
      .description(
        "explain for a pami run --queue with the same inputs and options, on this machine, until Ctrl-C",
      ),
  )
  for (const option of command.options) {
    if (withoutEffect.includes(option.long!)) option.hideHelp()
    if (option.long === "--out")
      option.description = "folder of the results, which --maps needs: the same for all, on a shared disk"
  }
  command
    .option("--queue <address>", "redis://…, rediss://…, postgres://… (default: that of PAMI_QUEUE)")
    .addOption(queueNameOption())
    .addOption(
      new Option("--idle <s>", "end after as many seconds without work (default: do not end)").argParser(
        whole(1, 2_000_000),
      ),
    )
    .addOption(
      new Option(
        "--lost-after <s>",
        "seconds after which the work of a worker that is gone is given to another",
      )
        .argParser(whole(1, 86_400))
        .default(30),
    )
    .addOption(
      new Option("--metrics <port>", "serve metrics of the queue for Prometheus on this port").argParser(
        whole(1, 65_535),
      ),
    )
    .option("--spans", "emit OpenTelemetry spans; needs bullmq-otel")
    .action((inputs: string[], flags: WorkerFlags, worker: Command) =>
      finish(
        import("../run/worker.ts").then(({ workerCommand }) =>
          workerCommand(inputs, withoutDefaults(flags, worker), flags, console),
        ),
      ),
    )
}
