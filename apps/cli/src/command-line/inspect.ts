import { presetNames } from "@pami/image"
import { Option } from "commander"
import type { InspectFlags } from "../inspect.ts"
import { feed, size } from "../option-parsers.ts"
import { backendOption, maxPixelsOption, threadsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami inspect`: its arguments and options. */
export const addInspect: AddCommand = (program, console, finish) => {
  program
    .command("inspect")
    .description(
      "show a model's inputs and outputs, the files found near it, and guesses; with an image, its prediction under each preset",
    )
    .argument("<model>", "ONNX file or TensorFlow.js model.json")
    .argument("[image]", "an image of a class that the model knows")
    .option("--labels <file>", "class names, as for explain")
    .option("--preset <name|file>", `preprocessing, as for explain: ${presetNames.join(", ")}, or a file`)
    .addOption(new Option("--size <w>x<h>", "as for explain").argParser(size))
    .addOption(new Option("--layout <order>", "as for explain").choices(["nchw", "nhwc"]))
    .addOption(
      new Option(
        "--feed <name=value>",
        "value of another model input: a number or a .npy file; can be repeated",
      ).argParser(feed),
    )
    .option("--model-input <name>", "the model input that takes the image")
    .option("--model-output <name>", "the model output with the class scores")
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(maxPixelsOption())
    .option("--json", "print the results as JSON")
    .action((model: string, image: string | undefined, flags: InspectFlags) =>
      finish(
        import("../inspect.ts").then(({ inspectCommand }) => inspectCommand(model, image, flags, console)),
      ),
    )
}
