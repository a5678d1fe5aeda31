import { PamiError } from "@pami/core"
import { Option } from "commander"
import { backendNames, isMissing } from "../backends.ts"
import type { ConformanceFlags } from "../conformance.ts"
import { channels, whole } from "../option-parsers.ts"
import { maxPixelsOption, threadsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami conformance`: its arguments and options. */
export const addConformance: AddCommand = (program, console, finish) => {
  program
    .command("conformance")
    .description("compare the maps of backends on the bundled models or on yours, and check their contract")
    .addOption(
      new Option(
        "--backend <name|module>",
        `backend to measure; can be repeated (default: every available one of ${backendNames.join(", ")})`,
      ).argParser((name, before: string[] = []) => [...before, name]),
    )
    .option("--checks", "check the whole contract, as is always done for your own module")
    .option("--model <file>", "your own model, compared with the first backend that runs it")
    .option("--input <image>", "image to explain it with")
    .option("--preset <name|file>", "preprocessing, as for explain")
    .addOption(new Option("--mean <r,g,b>", "as for explain").argParser(channels))
    .addOption(new Option("--std <r,g,b>", "as for explain").argParser(channels))
    .addOption(new Option("--layout <order>", "as for explain").choices(["nchw", "nhwc"]))
    .option("--model-input <name>", "the model input that takes the image")
    .option("--model-output <name>", "the model output with the class scores")
    .addOption(new Option("--passes <n>", "forward passes with your model (default: 64)").argParser(whole(1)))
    .addOption(threadsOption())
    .addOption(maxPixelsOption())
    .option("--html <file>", "write the report as an HTML page")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print no progress and no findings")
    .action((flags: ConformanceFlags) =>
      finish(loadSuite().then(({ conformanceCommand }) => conformanceCommand(flags, console))),
    )
}

/** Loads the conformance suite, which only this command needs. */
async function loadSuite(): Promise<typeof import("../conformance.ts")> {
  try {
    return await import("../conformance.ts")
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new PamiError(
      "SUITE_UNAVAILABLE",
      "the conformance suite is not installed: npm install @pami/conformance, next to this program",
      { cause },
    )
  }
}
