import { Option } from "commander"
import type { CompareFlags } from "../compare/compare.ts"
import { unlessStopped } from "../interrupt.ts"
import { classText } from "../option-parsers.ts"
import { addMethodOptions } from "./method-options.ts"
import type { AddCommand } from "./shared.ts"

/** `pami compare`: its arguments and options. */
export const addCompare: AddCommand = (program, console, finish) => {
  const command = program
    .command("compare")
    .description("draw the maps of several methods side by side, with insertion and deletion curves")
    .argument("<input>", "an image: JPEG, PNG, WebP, AVIF, GIF, TIFF")
  addMethodOptions(command, { methods: "pami,lime,rise" })
    .addOption(
      new Option("--target <index|label>", "class to explain (default: the predicted one)")
        .argParser(classText)
        .default("top:1", "the predicted one"),
    )
    .option("-o, --output <file>", "figure, as .png, .jpg, .webp or .svg (default: NAME.compare.png here)")
    .option("--json", "print the values as JSON")
    .option("--quiet", "print no progress and no findings")
    .action((input: string, flags: CompareFlags) =>
      finish(
        unlessStopped(
          import("../compare/compare.ts").then(({ compareCommand }) => compareCommand(input, flags, console)),
          console.signal,
        ),
      ),
    )
}
