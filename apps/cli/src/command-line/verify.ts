import { verifyCommand } from "../verify.ts"
import type { VerifyFlags } from "../verify.ts"
import { threadsOption } from "./shared.ts"
import { unlessStopped } from "../interrupt.ts"
import type { AddCommand } from "./shared.ts"

/** `pami verify`: its arguments and options. */
export const addVerify: AddCommand = (program, console, finish) => {
  program
    .command("verify")
    .description("compute the maps of a manifest again and compare them to the last bit")
    .argument("<manifest>", "written by `pami explain --manifest`")
    .option("--model <file>", "where the model is now (default: where the manifest says)")
    .option("--picture <file>", "where the picture is now (default: where the manifest says)")
    .addOption(threadsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .option("--quiet", "no progress")
    .action((path: string, flags: VerifyFlags) =>
      finish(unlessStopped(verifyCommand(path, flags, console), console.signal)),
    )
}
