import { colorMapNames } from "@pami/figure"
import { methodNames } from "@pami/methods"
import { recipeDefaults } from "@pami/recipe"
import { Option } from "commander"
import type { Command } from "commander"
import { explainRequest } from "../request.ts"
import type { ExplainFlags } from "../request.ts"
import { number, whole } from "../option-parsers.ts"
import { addExplanationOptions, withoutDefaults } from "./explanation-options.ts"
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
  addExplanationOptions(
    command,
    new Option("--method <name>", "method that draws the map; see the README of @pami/methods")
      .choices(methodNames)
      .default(recipeDefaults.method),
  )
    .addOption(
      new Option(
        "--row <n|all>",
        "row of a table, from 0; all: mean and spread over the rows (default: 0)",
      ).argParser((text: string) => (text === "all" ? text : whole(0)(text))),
    )
    .addOption(
      new Option("--text <text>", "the text itself, in place of a file; again for a second one").argParser(
        (text: string, before: readonly string[] = []) => [...before, text],
      ),
    )
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
