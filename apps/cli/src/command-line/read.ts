import { readOutScores, readOutWeights } from "@pami/core"
import { colorMapNames } from "@pami/figure"
import { Option } from "commander"
import { classText, number } from "../option-parsers.ts"
import { readCommand } from "../read.ts"
import type { ReadFlags } from "../read.ts"
import { maxPixelsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami read`: its arguments and options. */
export const addRead: AddCommand = (program, console, finish) => {
  program
    .command("read")
    .description("read maps of any class out of a saved explanation, without a model")
    .argument("<explanation>", "written by `pami explain --save`")
    .addOption(
      new Option(
        "--target <index|label|top:k>",
        "classes to read (default: those that were explained)",
      ).argParser(classText),
    )
    .addOption(
      new Option("--versus <index|label>", "read the target rather than this class").argParser(classText),
    )
    .addOption(new Option("--score <name>", "contribution of a part").choices(readOutScores))
    .addOption(new Option("--weight <name>", "weight of a part").choices(readOutWeights))
    .option("--labels <file>", "class names (default: those in the explanation)")
    .option(
      "--picture <file>",
      "the image, for the figure (default: where the explanation says, in its folder or below)",
    )
    .option("-o, --output <file>", "the figure, as .png, .jpg or .webp (default: none)")
    .option("--map <file.npy>", "the average map, float32 [H, W] in the model's input grid")
    .addOption(
      new Option(
        "--colors <name>",
        "colour map of the figure (default: viridis; blue-red with --versus)",
      ).choices(colorMapNames),
    )
    .addOption(
      new Option("--opacity <share>", "opacity of the map over the image, 0 to 1").argParser(number(0, 1)),
    )
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action((path: string, flags: ReadFlags) => finish(readCommand(path, flags, console)))
}
