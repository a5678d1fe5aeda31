import { activations, readOutScores, readOutWeights } from "@pami/core"
import { colorMapNames } from "@pami/figure"
import { fitModes, presetNames } from "@pami/image"
import { masks, qualities, recipeDefaults, strategies } from "@pami/recipe"
import { Option } from "commander"
import type { Command } from "commander"
import { explainCommand } from "../explain.ts"
import { explainRequest } from "../request.ts"
import type { ExplainFlags } from "../request.ts"
import { above, channels, classText, feed, number, oneOf, size, whole } from "../option-parsers.ts"
import { backendOption, maxPixelsOption, threadsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

// Items of one run. How many bytes they have is known once the model is: see `runStages`.
const mostItems = 65_536

/** `pami explain`: its arguments and options. */
export const addExplain: AddCommand = (program, console, finish) => {
  program
    .command("explain")
    .description("explain what a classifier says of one or more pictures")
    .argument("<input...>", "pictures: JPEG, PNG, WebP, AVIF, GIF, TIFF")
    .option("--model <file>", "ONNX file, or TensorFlow.js model.json (default: the bundled model of scenes)")
    .option(
      "--labels <file>",
      "class names: text, CSV, TSV, JSON, YAML or pbtxt (default: those found near the model or in it)",
    )
    .option(
      "--preset <name|file>",
      `preprocessing: ${presetNames.join(", ")}, or a file such as preprocessor_config.json (default: such a file near the model, else a guess)`,
    )
    .addOption(
      new Option("--mean <r,g,b>", "mean of the preprocessing, pixels from 0 to 1").argParser(channels),
    )
    .addOption(
      new Option("--std <r,g,b>", "deviation of the preprocessing, pixels from 0 to 1").argParser(channels),
    )
    .addOption(
      new Option(
        "--resize <how>",
        "how the picture is brought to the model's size (default: stretch, or what the preset's file says)",
      ).choices(fitModes),
    )
    .addOption(
      new Option("--size <w>x<h>", "size of the model's input where the model leaves it free").argParser(
        size,
      ),
    )
    .addOption(
      new Option("--layout <order>", "order of the model's axes (default: guessed from its shape)").choices([
        "nchw",
        "nhwc",
      ]),
    )
    .option("--model-input <name>", "the model's input for the picture")
    .option("--model-output <name>", "the model's output with the class scores")
    .addOption(
      new Option(
        "--activation <name>",
        "what turns outputs into scores: none for probabilities, value for numbers with a unit",
      )
        .choices(["auto", ...activations])
        .default(recipeDefaults.activation),
    )
    .addOption(
      new Option(
        "--feed <name=value>",
        "what another input of the model is fed: a number or a .npy file",
      ).argParser(feed),
    )
    .addOption(backendOption())
    .addOption(
      new Option(
        "--target <index|label|top:k>",
        "classes to explain; index:3 or label:3 where both would fit",
      )
        .argParser(classText)
        .default("top:1"),
    )
    .addOption(
      new Option(
        "--versus <index|label>",
        "explain what speaks for the target rather than for this class",
      ).argParser(classText),
    )
    .addOption(
      new Option("--strategy <name>", "how the picture is cut")
        .choices(strategies)
        .default(recipeDefaults.strategy),
    )
    .option(
      "--partitions <name|file...>",
      "segmentations (authors, felzenszwalb-N, slic-N, seeds-N, watershed-N, with commas between), a JSON list of settings, or pictures of label maps (default: authors, their list of 20)",
    )
    .option(
      "--augment <names>",
      "copies that are cut and shown besides the picture: none, shifts, authors, flip, rotate, scale:1.2, jitter:SEED, shift:X:Y, with commas between (default: as --quality and --passes need)",
    )
    .addOption(new Option("--quality <name>", "speed against detail").choices(qualities).default("balanced"))
    .addOption(
      new Option(
        "--until <share>",
        "stop when the map is within this share of its range of the full run's, as in 0.02",
      ).argParser(above(0)),
    )
    .addOption(
      new Option("--stages <n>", "2 cuts the first map and sweeps again, which sharpens it")
        .argParser((text) => oneOf(["1", "2"], text) + 1)
        .default(recipeDefaults.stages),
    )
    .addOption(
      new Option(
        "--cut-by <what>",
        "what the second stage is cut by: the first map in colours, or its numbers",
      )
        .choices(["coloured", "raw"])
        .default(recipeDefaults.cutBy),
    )
    .addOption(
      new Option("--combine <how>", "the map of two stages: the second's, or the product of both")
        .choices(["second", "product"])
        .default(recipeDefaults.combine),
    )
    .addOption(
      new Option(
        "--score <name>",
        "what a part contributes: its score, the difference to the masked picture's, its logarithm or log-odds",
      )
        .choices(readOutScores)
        .default(recipeDefaults.readOut.score),
    )
    .addOption(
      new Option("--weight <name>", "how much a part counts")
        .choices(readOutWeights)
        .default(recipeDefaults.readOut.weight),
    )
    .addOption(
      new Option(
        "--radius <n>",
        "radius of a window, half the side of a cell, in pixels of the model's input (default: 40 at 224)",
      ).argParser(number(1)),
    )
    .addOption(
      new Option(
        "--stride <n>",
        "distance between windows, in pixels of the model's input (default: 6 at 224)",
      ).argParser(number(1)),
    )
    .option(
      "--mask <name|#rrggbb|file>",
      `what hides the rest: ${masks.join(", ")}, a colour, or another picture`,
      recipeDefaults.mask,
    )
    .addOption(
      new Option("--mode <name>", "corrected, or exactly as the authors' code")
        .choices(["corrected", "authors"])
        .default(recipeDefaults.mode),
    )
    .addOption(
      new Option("--passes <n>", "forward passes to spend (default: as --quality says)").argParser(whole(1)),
    )
    .addOption(
      new Option("--batch <n>", 'pictures in one run, or "auto"; never changes the map')
        .argParser((text) => (text === "auto" ? text : whole(1, mostItems)(text)))
        .default("auto"),
    )
    .addOption(threadsOption())
    .addOption(
      new Option("--seed <n>", "seed of --mask noise").argParser(whole(0)).default(recipeDefaults.seed),
    )
    .option(
      "-o, --output <file>",
      "the figure, as .png, .jpg or .webp; with several inputs a folder (default: NAME.pami.png here)",
    )
    .option(
      "--map <file.npy>",
      "the average map, float32 [H, W] in the model's input grid; with several inputs a folder",
    )
    .option(
      "--manifest <file.json>",
      "everything needed to compute the map again; with several inputs a folder",
    )
    .option(
      "--save <file.npz>",
      "the explanation, from which `pami read` reads maps without a pass; with several inputs a folder",
    )
    .addOption(
      new Option(
        "--colors <name>",
        "colour map of the figure (default: viridis; blue-red with --versus)",
      ).choices(colorMapNames),
    )
    .addOption(
      new Option("--opacity <share>", "opacity of the map over the picture, 0 to 1").argParser(number(0, 1)),
    )
    .addOption(maxPixelsOption())
    .option(
      "--recipe <file.json>",
      "a recipe, whose fields count where no option says otherwise: see --print-recipe",
    )
    .option("--print-recipe", "print the recipe in force, with everything decided, and explain nothing")
    .option("--json", "print one JSON document on stdout and nothing else there")
    .option("--quiet", "no progress, no notes")
    .action((images: string[], flags: ExplainFlags, command: Command) =>
      finish(explainCommand(images, explainRequest(withoutDefaults(flags, command)), console)),
    )
}

/** Returns the options that the user gave: the fields of a recipe file count more than defaults. */
function withoutDefaults(flags: ExplainFlags, command: Command): ExplainFlags {
  const given = Object.entries(flags).filter(([name]) => command.getOptionValueSource(name) !== "default")
  return Object.fromEntries(given) as unknown as ExplainFlags
}
