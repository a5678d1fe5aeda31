import { presetNames } from "@pami/image"
import { Option } from "commander"
import { inspectCommand } from "../inspect.ts"
import type { InspectFlags } from "../inspect.ts"
import { feed, size } from "../option-parsers.ts"
import { backendOption, maxPixelsOption, threadsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami inspect`: its arguments and options. */
export const addInspect: AddCommand = (program, console, finish) => {
  program
    .command("inspect")
    .description(
      "what a model declares, what was found near it, and a guess of the rest; with a picture, its prediction under each preset",
    )
    .argument("<model>", "ONNX file, or TensorFlow.js model.json")
    .argument("[picture]", "a picture of something that the model knows")
    .option("--labels <file>", "class names, as for explain")
    .option("--preset <name|file>", `preprocessing, as for explain: ${presetNames.join(", ")}, or a file`)
    .addOption(new Option("--size <w>x<h>", "as for explain").argParser(size))
    .addOption(new Option("--layout <order>", "as for explain").choices(["nchw", "nhwc"]))
    .addOption(
      new Option(
        "--feed <name=value>",
        "what another input of the model is fed: a number or a .npy file",
      ).argParser(feed),
    )
    .option("--model-input <name>", "the model's input for the picture")
    .option("--model-output <name>", "the model's output with the class scores")
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action((model: string, picture: string | undefined, flags: InspectFlags) =>
      finish(inspectCommand(model, picture, flags, console)),
    )
}
