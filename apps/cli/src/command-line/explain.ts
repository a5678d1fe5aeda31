import { readOutScores, readOutWeights } from "@pami/core"
import { colorMapNames } from "@pami/figure"
import { methodNames } from "@pami/methods"
import { masks, namedTasks, qualities, recipeDefaults, strategies, textUnits } from "@pami/recipe"
import { Option } from "commander"
import type { Command } from "commander"
import { explainRequest } from "../request.ts"
import type { ExplainFlags } from "../request.ts"
import { above, classText, number, oneOf, whole } from "../option-parsers.ts"
import { addModelOptions } from "./model-options.ts"
import { batchOption, maxPixelsOption, threadsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami explain`: its arguments and options. */
export const addExplain: AddCommand = (program, console, finish) => {
  const command = program
    .command("explain")
    .description("explain a model's predictions for one or more inputs")
    .argument(
      "[input...]",
      "images (JPEG, PNG, WebP, AVIF, GIF, TIFF), texts (.txt, .json), sound (WAV, FLAC, MP3), tables and series (CSV, JSON), volumes (NIfTI), arrays (.npy)",
    )
  addModelOptions(command)
    .addOption(
      new Option(
        "--target <index|label|top:k|positive|./file.js>",
        "classes to explain; all that the model finds; index:3 or label:3 if a label is a number; or a module whose default export scores the outputs",
      )
        .argParser(classText)
        .default("top:1"),
    )
    .addOption(new Option("--task <name>", "task of the model (default: recognised)").choices(namedTasks))
    .option("--boxes <format>", "layout of a detector's boxes: yolov8, ssd, … (default: recognised)")
    .option(
      "--region <x,y,width,height|file>",
      "region of a segmentation, in pixels of the image, or a mask image (default: each class's own)",
    )
    .option("--reference <file...>", "what an embedding is compared with: inputs, or .npy vectors")
    .addOption(
      new Option("--versus <index|label>", "contrast the target with this class").argParser(classText),
    )
    .addOption(
      new Option(
        "--row <n|all>",
        "row of a table, from 0; all: mean and spread over the rows (default: 0)",
      ).argParser((text: string) => (text === "all" ? text : whole(0)(text))),
    )
    .option(
      "--background <median|zeros|sample:n|file>",
      "values of the masked columns of a table, or rows that they are taken from (default: the median)",
    )
    .addOption(
      new Option("--columns <names>", "names of the model's columns in order, comma-separated").argParser(
        (text: string) => text.split(","),
      ),
    )
    .addOption(
      new Option("--text <text>", "the text itself, in place of a file; again for a second one").argParser(
        (text: string, before: readonly string[] = []) => [...before, text],
      ),
    )
    .option("--decoder <file>", "decoder of a model that writes (default: the one in the model's folder)")
    .option("--question <text>", "text that the model takes beside an image")
    .option("--caption <text>", "caption or answer whose words are explained (default: the model's own)")
    .option("--api <url>", "OpenAI-compatible server whose answer is explained by its context")
    .option("--api-model <name>", "name of the model on the server")
    .addOption(
      new Option("--api-kind <kind>", "part of the API (default: chat)").choices(["chat", "completions"]),
    )
    .option("--key-variable <name>", "variable of the environment with the key (default: OPENAI_API_KEY)")
    .addOption(new Option("--concurrency <n>", "calls at once (default: 4)").argParser(whole(1)))
    .option("--context <file...>", "texts that the answer is based on")
    .option("--cache <folder>", "folder that keeps answers, so that none is asked for twice")
    .option("--yes", "make the calls, whose number is printed first")
    .option("--tokenizer <file>", "tokenizer.json or a vocabulary (default: the one near the model)")
    .option("--language <code>", "language of a text, which decides where words end: ja, th")
    .addOption(
      new Option("--max-length <n>", "maximum number of tokens of a text (default: the model's)").argParser(
        whole(1),
      ),
    )
    .addOption(
      new Option(
        "--explained <names>",
        "texts to explain, of an input of several, comma-separated",
      ).argParser((text: string) => text.split(",")),
    )
    .addOption(
      new Option("--units <what>", "units of a series (default: time) or of a text (default: words)").choices(
        ["time", "channels", "time-frequency", ...textUnits],
      ),
    )
    .addOption(
      new Option("--rate <hz>", "samples a second that the model takes (default: the file's)").argParser(
        number(1),
      ),
    )
    .addOption(
      new Option("--normalization <name>", "how the values of a volume or an array are scaled").choices([
        "none",
        "z-score",
        "min-max",
      ]),
    )
    .option("--axes <names>", "axes of an array, such as H,W,C, or their order in a volume: kji, RAS")
    .addOption(
      new Option("--method <name>", "method that draws the map; see the README of @pami/methods")
        .choices(methodNames)
        .default(recipeDefaults.method),
    )
    .addOption(
      new Option("--strategy <name>", "how pami cuts the image into parts")
        .choices(strategies)
        .default(recipeDefaults.strategy),
    )
    .option(
      "--partitions <name|file...>",
      "segmentations (authors, felzenszwalb-N, slic-N, seeds-N, watershed-N, comma-separated), a JSON list of settings, or label map images (default: authors, a list of 20)",
    )
    .option(
      "--augment <names>",
      "augmented variants to explain too: none, shifts, authors, flip, rotate, scale:1.2, jitter:SEED, shift:X:Y, comma-separated (default: by --quality and --passes)",
    )
    .addOption(
      new Option("--quality <name>", "trade-off between speed and detail")
        .choices(qualities)
        .default("balanced"),
    )
    .addOption(
      new Option(
        "--until <share>",
        "stop when the map is this close to the full run's, as a share of its range: 0.02",
      ).argParser(above(0)),
    )
    .addOption(
      new Option("--stages <n>", "2 segments the first map and sweeps again, which sharpens it")
        .argParser((text) => oneOf(["1", "2"], text) + 1)
        .default(recipeDefaults.stages),
    )
    .addOption(
      new Option(
        "--cut-by <what>",
        "the image that the second stage segments: the first map in colours, or its values",
      )
        .choices(["coloured", "raw"])
        .default(recipeDefaults.cutBy),
    )
    .addOption(
      new Option("--combine <how>", "the map of two stages: that of the second, or the product")
        .choices(["second", "product"])
        .default(recipeDefaults.combine),
    )
    .addOption(
      new Option(
        "--score <name>",
        "contribution of a part: its score, the difference from the baseline's, its logarithm or log-odds",
      )
        .choices(readOutScores)
        .default(recipeDefaults.readOut.score),
    )
    .addOption(
      new Option("--weight <name>", "weight of a part")
        .choices(readOutWeights)
        .default(recipeDefaults.readOut.weight),
    )
    .addOption(
      new Option(
        "--radius <n>",
        "radius of a window or half the side of a cell, in pixels of the model input (default: 40 at 224)",
      ).argParser(number(1)),
    )
    .addOption(
      new Option(
        "--stride <n>",
        "distance between windows, in pixels of the model input (default: 6 at 224)",
      ).argParser(number(1)),
    )
    .option(
      "--mask <name|#rrggbb|file>",
      `masking operator: ${masks.join(", ")}, a colour, or another image; of a text mask-token, delete or word:WORD`,
      recipeDefaults.mask,
    )
    .addOption(
      new Option("--mode <name>", "the corrected method, or exactly the authors' code")
        .choices(["corrected", "authors"])
        .default(recipeDefaults.mode),
    )
    .addOption(
      new Option("--passes <n>", "maximum number of forward passes (default: by --quality)").argParser(
        whole(1),
      ),
    )
    .addOption(batchOption())
    .addOption(threadsOption())
    .addOption(
      new Option("--seed <n>", "seed of --mask noise and of methods that draw at random")
        .argParser(whole(0))
        .default(recipeDefaults.seed),
    )
    .option(
      "-o, --output <file>",
      "figure, as .png, .jpg, .webp or .svg, of a text also .html; a folder for several images (default: NAME.pami.png here)",
    )
    .addOption(new Option("--no-figure", "draw no figure").conflicts(["output", "colors", "opacity"]))
    .option(
      "--map <file.npy>",
      "importance map, float32 [H, W] in the grid of the model input; a folder for several images",
    )
    .option(
      "--manifest <file.json>",
      "record that `pami verify` computes the map again from; a folder for several images",
    )
    .option(
      "--save <file.npz>",
      "explanation, from which `pami read` reads the map of any class; a folder for several images",
    )
    .option(
      "--evidence <file.wav>",
      "the most important fifth of a sound, the rest silent; a folder for several",
    )
    .addOption(
      new Option(
        "--colors <name>",
        "colour map of the figure (default: viridis, blue-red with --versus)",
      ).choices(colorMapNames),
    )
    .addOption(
      new Option("--opacity <share>", "opacity of the map over the image, 0 to 1").argParser(number(0, 1)),
    )
    .addOption(maxPixelsOption())
    .option(
      "--recipe <file.json>",
      "recipe; options of the command line override its fields (see --print-recipe)",
    )
    .option("--print-recipe", "print the recipe in force and exit")
    .option("--json", "print the results as JSON")
    .option("--quiet", "print no progress and no findings")
    .action((images: string[], flags: ExplainFlags, command: Command) =>
      finish(
        import("../explain.ts").then(({ explainCommand }) =>
          explainCommand(images, explainRequest(withoutDefaults(flags, command)), console),
        ),
      ),
    )
}

/** Returns the options that the user gave: the fields of a recipe file count more than defaults. */
function withoutDefaults(flags: ExplainFlags, command: Command): ExplainFlags {
  const given = Object.entries(flags).filter(([name]) => command.getOptionValueSource(name) !== "default")
  return Object.fromEntries(given) as unknown as ExplainFlags
}
