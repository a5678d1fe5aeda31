import { Option } from "commander"
import { backendNames } from "../backends.ts"
import type { VerifyFlags } from "../verify.ts"
import { maxPixelsOption, threadsOption } from "./shared.ts"
import { unlessStopped } from "../interrupt.ts"
import type { AddCommand } from "./shared.ts"

/** `pami verify`: its arguments and options. */
export const addVerify: AddCommand = (program, console, finish) => {
  program
    .command("verify")
    .description("compute the maps of a manifest again, and compare them bit by bit")
    .argument("<manifest>", "written by `pami explain --manifest`")
    .addOption(
      new Option(
        "--backend <name|module>",
        `runtime of the model (default: the one that the manifest names, one of ${backendNames.join(", ")})`,
      ),
    )
    .option("--model <file>", "the model (default: the recorded file, in the manifest's folder or below)")
    .option("--picture <file>", "the image (default: the recorded file, in the manifest's folder or below)")
    .addOption(
      new Option(
        "--allow <folder>",
        "another folder whose files the manifest may name; can be repeated",
      ).argParser((folder, before: string[] = []) => [...before, folder]),
    )
    .addOption(threadsOption())
    .addOption(maxPixelsOption())
    .option("--json", "print the comparison as JSON")
    .option("--quiet", "print no progress")
    .action((path: string, flags: VerifyFlags) =>
      finish(
        unlessStopped(
          import("../verify.ts").then(({ verifyCommand }) => verifyCommand(path, flags, console)),
          console.signal,
        ),
      ),
    )
}
