import { activations } from "@pami/core"
import { fitModes, presetNames } from "@pami/image"
import { recipeDefaults } from "@pami/recipe"
import { Option } from "commander"
import type { Command } from "commander"
import { channels, feed, size } from "../option-parsers.ts"
import { backendOption } from "./shared.ts"

/** Adds the options of the model that explains, its preprocessing and its outputs. Returns the command. */
export function addModelOptions(command: Command): Command {
  return command
    .option(
      "--model <file>",
      "ONNX file, TensorFlow.js model.json, folder, address, or name on the Hugging Face hub, hf:OWNER/NAME (default: the bundled model of scenes)",
    )
    .option(
      "--labels <file>",
      "class names: text, CSV, TSV, JSON, YAML or pbtxt (default: found near the model or in it)",
    )
    .option(
      "--preset <name|file>",
      `preprocessing: ${presetNames.join(", ")}, or a preprocessor_config.json (default: the file near the model, else a guess)`,
    )
    .addOption(
      new Option("--mean <r,g,b>", "mean of the preprocessing, for pixels from 0 to 1").argParser(channels),
    )
    .addOption(
      new Option(
        "--std <r,g,b>",
        "standard deviation of the preprocessing, for pixels from 0 to 1",
      ).argParser(channels),
    )
    .addOption(
      new Option(
        "--resize <how>",
        "how the image is resized to the model input (default: stretch, or as the preset's file says)",
      ).choices(fitModes),
    )
    .addOption(
      new Option("--size <w>x<h>", "size of the model input, if the model leaves it open").argParser(size),
    )
    .addOption(
      new Option(
        "--layout <order>",
        "axis order of the model input (default: guessed from its shape)",
      ).choices(["nchw", "nhwc"]),
    )
    .option("--model-input <name>", "the model input that takes the image")
    .option("--model-output <name>", "the model output with the class scores")
    .addOption(
      new Option(
        "--activation <name>",
        "activation that turns outputs into scores: none for probabilities, value for a regression",
      )
        .choices(["auto", ...activations])
        .default(recipeDefaults.activation),
    )
    .addOption(
      new Option(
        "--feed <name=value>",
        "value of another model input: a number or a .npy file; can be repeated",
      ).argParser(feed),
    )
    .addOption(backendOption())
}
