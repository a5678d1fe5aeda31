import { readOutScores, readOutWeights, version } from "@pami/core"
import { colorMapNames, fitModes, presetNames } from "@pami/image"
import { masks, qualities, strategies } from "@pami/job"
import { Command, CommanderError, Option } from "commander"
import { conformanceCommand } from "./conformance.ts"
import type { ConformanceFlags } from "./conformance.ts"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf } from "./exit-status.ts"
import { explainCommand } from "./explain.ts"
import type { ExplainFlags } from "./flags.ts"
import { inspectCommand } from "./inspect.ts"
import type { InspectFlags } from "./inspect.ts"
import { backendNames } from "./backends.ts"
import { backendsCommand } from "./list-backends.ts"
import { segmentCommand } from "./segment.ts"
import type { SegmentFlags } from "./segment.ts"
import { above, channels, feed, number, oneOf, size, whole } from "./values.ts"
import { verifyCommand } from "./verify.ts"
import type { VerifyFlags } from "./verify.ts"

/**
 * The command line: `args` without the names of node and of the program.
 *
 * @returns the exit status: 0, 2 for usage, 3 for bad input, 4 for a failure at run time, 130 after Ctrl-C
 */
export async function run(args: readonly string[], console: Console): Promise<number> {
  let status: number = exitStatus.done
  const program = programOf(console, (code) => {
    status = code
  })
  try {
    await program.parseAsync(args, { from: "user" })
    return status
  } catch (error) {
    const code = statusOf(error)
    // commander has already told what is wrong with the command line.
    if (!(error instanceof CommanderError)) {
      const described = describeError(error)
      console.stderr(`pami: ${described.message} [${described.code}]\n`)
      if (code === exitStatus.usage) console.stderr("Try `pami --help`.\n")
      if (args.includes("--json")) console.stdout(`${JSON.stringify({ error: described }, null, 2)}\n`)
    }
    return code
  }
}

function programOf(console: Console, finish: (status: number) => void): Command {
  const program = new Command("pami")
    .description("Why did the model decide so? Importance maps from a model's outputs alone.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: console.stdout, writeErr: console.stderr })
    .showHelpAfterError("Try `pami --help`.")
    .addHelpText(
      "after",
      "\nExit status: 0, 2 for usage, 3 for bad input, 4 for a failure at run time, 130 after Ctrl-C.",
    )

  const backendOption = () =>
    new Option(
      "--backend <name|module>",
      `runtime for the model, with its device after a colon, as in tfjs:wasm: ${backendNames.join(", ")}, or a module of your own (default: as the model's file needs)`,
    )
  const threadsOption = () =>
    new Option(
      "--threads <n>",
      "threads of the runtime; never changes the map (default: physical cores)",
    ).argParser(whole(1))

  program
    .command("explain")
    .description("explain what a classifier says of one or more pictures")
    .argument("<input...>", "pictures: JPEG, PNG, WebP, AVIF, GIF, TIFF")
    .option("--model <file>", "ONNX file, or TensorFlow.js model.json (default: the bundled model of scenes)")
    .option(
      "--labels <file>",
      "class names: text, JSON or Hugging Face's config.json (default: labels.txt or config.json next to the model)",
    )
    .option(
      "--preset <name|file>",
      `preprocessing: ${presetNames.join(", ")}, or a preprocessor_config.json (default: that file next to the model, else a guess)`,
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
        "how the picture comes to the model's size (default: stretch, or what the preset's file says)",
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
      new Option("--activation <name>", "what turns outputs into probabilities")
        .choices(["auto", "softmax", "sigmoid", "none"])
        .default("auto"),
    )
    .addOption(
      new Option(
        "--feed <name=value>",
        "what another input of the model is fed: a number or a .npy file",
      ).argParser(feed),
    )
    .addOption(backendOption())
    .option("--target <index|label|top:k>", "classes to explain", "top:1")
    .option("--versus <index|label>", "explain what speaks for the target rather than for this class")
    .addOption(
      new Option("--strategy <name>", "how the picture is cut").choices(strategies).default(strategies[0]),
    )
    .option(
      "--partitions <name|file...>",
      "segmentations (authors, felzenszwalb-N, slic-N, seeds-N, watershed-N, lsc-N, with commas between), a JSON list of settings, or pictures of label maps (default: authors, their list of 20)",
    )
    .option(
      "--augment <names>",
      "copies that are cut and shown besides the picture: none, shifts, authors, flip, rotate, scale:1.2, jitter:SEED, shift:X:Y, with commas between (default: as --quality and --passes need)",
    )
    .addOption(
      new Option("--quality <name>", "how many forward passes are worth it")
        .choices(qualities)
        .default("balanced"),
    )
    .addOption(
      new Option(
        "--until <share>",
        "stop when the map is within this share of its range of the full run's, as in 0.02",
      ).argParser(above(0)),
    )
    .addOption(
      new Option("--stages <n>", "2 cuts the first map and sweeps again, which sharpens it")
        .argParser((text) => oneOf(["1", "2"], text) + 1)
        .default(1),
    )
    .addOption(
      new Option(
        "--cut-by <what>",
        "what the second stage is cut by: the first map in colours, or its numbers",
      )
        .choices(["coloured", "raw"])
        .default("coloured"),
    )
    .addOption(
      new Option("--combine <how>", "the map of two stages: the second's, or the product of both")
        .choices(["second", "product"])
        .default("second"),
    )
    .addOption(
      new Option(
        "--score <name>",
        "what a part contributes: its score, the difference to the masked picture's, its logarithm or log-odds",
      )
        .choices(readOutScores)
        .default("score"),
    )
    .addOption(
      new Option("--weight <name>", "how much a part counts").choices(readOutWeights).default("equal"),
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
      "blur",
    )
    .addOption(
      new Option("--mode <name>", "corrected, or exactly as the authors' code")
        .choices(["corrected", "authors"])
        .default("corrected"),
    )
    .addOption(
      new Option("--passes <n>", "forward passes to spend (default: as --quality says)").argParser(whole(1)),
    )
    .addOption(
      new Option("--batch <n>", 'pictures in one run, or "auto"; never changes the map')
        .argParser((text) => (text === "auto" ? text : whole(1)(text)))
        .default("auto"),
    )
    .addOption(threadsOption())
    .addOption(new Option("--seed <n>", "seed of --mask noise").argParser(whole(0)).default(0))
    .option(
      "-o, --output <file.png>",
      "the figure; with several inputs a folder (default: NAME.pami.png here)",
    )
    .option(
      "--map <file.npy>",
      "the average map, float32 [H, W] in the model's input grid; with several inputs a folder",
    )
    .option(
      "--manifest <file.json>",
      "everything needed to compute the map again; with several inputs a folder",
    )
    .addOption(
      new Option(
        "--colors <name>",
        "colour map of the figure (default: viridis; blue-red with --versus)",
      ).choices(colorMapNames),
    )
    .addOption(
      new Option("--opacity <share>", "opacity of the map over the picture, 0 to 1").argParser(number(0)),
    )
    .option("--json", "print one JSON document on stdout and nothing else there")
    .option("--quiet", "no progress, no notes")
    .action(async (inputs: string[], flags: ExplainFlags) =>
      finish(await explainCommand(inputs, flags, console)),
    )

  program
    .command("segment")
    .description("cut a picture into superpixels, draw them, and write their label maps")
    .argument("<picture>", "JPEG, PNG, WebP, AVIF, GIF, TIFF")
    .option(
      "--partitions <name|file...>",
      "as for explain: authors, felzenszwalb-N, slic-N, seeds-N, watershed-N, lsc-N, a JSON list, or label maps",
      ["slic-50"],
    )
    .addOption(
      new Option(
        "--size <w>x<h>",
        "cut the picture at this size (default: its own, at most 512 on the longer side)",
      ).argParser(size),
    )
    .option("-o, --output <file.png>", "the drawing (default: NAME.segments.png here)")
    .option(
      "--labels-out <file.png>",
      "the label map, a grey value a part; with several segmentations a folder",
    )
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action(async (picture: string, flags: SegmentFlags) =>
      finish(await segmentCommand(picture, flags, console)),
    )

  program
    .command("inspect")
    .description(
      "what a model declares, and a guess of what it does not; with a picture, its prediction under each preset",
    )
    .argument("<model>", "ONNX model")
    .argument("[picture]", "a picture of something that the model knows")
    .option("--labels <file>", "class names")
    .option("--model-input <name>", "the model's input for the picture")
    .option("--model-output <name>", "the model's output with the class scores")
    .addOption(backendOption())
    .addOption(threadsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action(async (model: string, picture: string | undefined, flags: InspectFlags) =>
      finish(await inspectCommand(model, picture, flags, console)),
    )

  program
    .command("verify")
    .description("compute the maps of a manifest again and compare them to the last bit")
    .argument("<manifest>", "written by `pami explain --manifest`")
    .option("--model <file>", "where the model is now (default: where the manifest says)")
    .option("--picture <file>", "where the picture is now (default: where the manifest says)")
    .addOption(threadsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .option("--quiet", "no progress")
    .action(async (path: string, flags: VerifyFlags) => finish(await verifyCommand(path, flags, console)))

  program
    .command("backends")
    .description("which backends run here, on which devices, and what is missing for the others")
    .argument("[backend...]", `of these only: ${backendNames.join(", ")}, or a module`)
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action(async (named: string[], flags: { json: boolean | undefined }) =>
      finish(await backendsCommand(named, flags, console)),
    )

  program
    .command("conformance")
    .description(
      "compare what backends make of the bundled models, or of yours, and check that they keep the contract",
    )
    .addOption(
      new Option(
        "--backend <name|module>",
        `a backend to measure; can be given again (default: all that work here, of ${backendNames.join(", ")})`,
      ).argParser((name, before: string[] = []) => [...before, name]),
    )
    .option(
      "--checks",
      "check every promise of the contract too, which is always done for a module of your own",
    )
    .option("--model <file>", "a model of your own, compared with the first backend that runs it")
    .option("--input <picture>", "the picture that it is explained with")
    .option("--preset <name|file>", "its preprocessing, as for explain")
    .addOption(new Option("--mean <r,g,b>", "as for explain").argParser(channels))
    .addOption(new Option("--std <r,g,b>", "as for explain").argParser(channels))
    .addOption(new Option("--layout <order>", "as for explain").choices(["nchw", "nhwc"]))
    .option("--model-input <name>", "the model's input for the picture")
    .option("--model-output <name>", "the model's output with the class scores")
    .addOption(new Option("--passes <n>", "forward passes with it (default: 64)").argParser(whole(1)))
    .addOption(threadsOption())
    .option("--html <file>", "write a page with all of it, for an artefact")
    .option("--json", "print one JSON document on stdout and nothing else there")
    .option("--quiet", "no progress, no notes")
    .action(async (flags: ConformanceFlags) => finish(await conformanceCommand(flags, console)))

  return program
}
