import { Option } from "commander"
import { backendNames } from "../backends.ts"
import { conformanceCommand } from "../conformance.ts"
import type { ConformanceFlags } from "../conformance.ts"
import { channels, whole } from "../option-parsers.ts"
import { maxPixelsOption, threadsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami conformance`: its arguments and options. */
export const addConformance: AddCommand = (program, console, finish) => {
  program
    .command("conformance")
    .description(
      "compare what backends make of the bundled models, or of yours, and check that they keep the contract",
    )
    .addOption(
      new Option(
        "--backend <name|module>",
        `a backend to measure; can be given again (default: all that work here, of ${backendNames.join(", ")})`,
      ).argParser((name, before: string[] = []) => [...before, name]),
    )
    .option(
      "--checks",
      "check every promise of the contract too, which is always done for a module of your own",
    )
    .option("--model <file>", "a model of your own, compared with the first backend that runs it")
    .option("--input <picture>", "the picture that it is explained with")
    .option("--preset <name|file>", "its preprocessing, as for explain")
    .addOption(new Option("--mean <r,g,b>", "as for explain").argParser(channels))
    .addOption(new Option("--std <r,g,b>", "as for explain").argParser(channels))
    .addOption(new Option("--layout <order>", "as for explain").choices(["nchw", "nhwc"]))
    .option("--model-input <name>", "the model's input for the picture")
    .option("--model-output <name>", "the model's output with the class scores")
    .addOption(new Option("--passes <n>", "forward passes with it (default: 64)").argParser(whole(1)))
    .addOption(threadsOption())
    .addOption(maxPixelsOption())
    .option("--html <file>", "write a page with all of it, for an artefact")
    .option("--json", "print one JSON document on stdout and nothing else there")
    .option("--quiet", "no progress, no notes")
    .action((flags: ConformanceFlags) => finish(conformanceCommand(flags, console)))
}
