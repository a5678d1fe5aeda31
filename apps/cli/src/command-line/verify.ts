import { Option } from "commander"
import { backendNames } from "../backends.ts"
import { verifyCommand } from "../verify.ts"
import type { VerifyFlags } from "../verify.ts"
import { maxPixelsOption, threadsOption } from "./shared.ts"
import { unlessStopped } from "../interrupt.ts"
import type { AddCommand } from "./shared.ts"

/** `pami verify`: its arguments and options. */
export const addVerify: AddCommand = (program, console, finish) => {
  program
    .command("verify")
    .description("compute the maps of a manifest again and compare them to the last bit")
    .argument("<manifest>", "written by `pami explain --manifest`")
    .addOption(
      new Option(
        "--backend <name|module>",
        `runtime for the model (default: the one that the manifest names, which can only be one of ${backendNames.join(", ")})`,
      ),
    )
    .option(
      "--model <file>",
      "where the model is now (default: where the manifest says, in its folder or below)",
    )
    .option(
      "--picture <file>",
      "where the picture is now (default: where the manifest says, in its folder or below)",
    )
    .addOption(
      new Option(
        "--allow <folder>",
        "another folder whose files the manifest may name; can be given again",
      ).argParser((folder, before: string[] = []) => [...before, folder]),
    )
    .addOption(threadsOption())
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .option("--quiet", "no progress")
    .action((path: string, flags: VerifyFlags) =>
      finish(unlessStopped(verifyCommand(path, flags, console), console.signal)),
    )
}
