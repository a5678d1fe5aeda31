import { readOutScores, readOutWeights } from "@pami/core"
import { colorMapNames } from "@pami/figure"
import { Option } from "commander"
import { classText, number } from "../option-parsers.ts"
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
      new Option("--versus <index|label>", "contrast the target with this class").argParser(classText),
    )
    .addOption(new Option("--score <name>", "contribution of a part").choices(readOutScores))
    .addOption(new Option("--weight <name>", "weight of a part").choices(readOutWeights))
    .option("--labels <file>", "class names (default: those in the explanation)")
    .option(
      "--picture <file>",
      "image or text for the figure (default: the recorded file, if it is in the explanation's folder or below)",
    )
    .option(
      "-o, --output <file>",
      "figure, as .png, .jpg, .webp or .svg; of a text also .html (default: none)",
    )
    .option("--map <file.npy>", "importance map, float32 [H, W] in the grid of the model input")
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
    .option("--json", "print the results as JSON")
    .action((path: string, flags: ReadFlags) =>
      finish(import("../read.ts").then(({ readCommand }) => readCommand(path, flags, console))),
    )
}
