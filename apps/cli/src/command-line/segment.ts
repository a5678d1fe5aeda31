import { Option } from "commander"
import { segmentCommand } from "../segment.ts"
import type { SegmentFlags } from "../segment.ts"
import { size } from "../option-parsers.ts"
import { unlessStopped } from "../interrupt.ts"
import { maxPixelsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami segment`: its arguments and options. */
export const addSegment: AddCommand = (program, console, finish) => {
  program
    .command("segment")
    .description("cut a picture into superpixels, draw them, and write their label maps")
    .argument("<picture>", "JPEG, PNG, WebP, AVIF, GIF, TIFF")
    .option(
      "--partitions <name|file...>",
      "as for explain: authors, felzenszwalb-N, slic-N, seeds-N, watershed-N, a JSON list, or label maps",
      ["slic-50"],
    )
    .addOption(
      new Option(
        "--size <w>x<h>",
        "cut the picture at this size (default: its own, at most 512 on the longer side)",
      ).argParser(size),
    )
    .option("-o, --output <file>", "the drawing, as .png, .jpg or .webp (default: NAME.segments.png here)")
    .option(
      "--labels-out <file.png>",
      "the label map, a grey value a part; with several segmentations a folder",
    )
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action((picture: string, flags: SegmentFlags) =>
      finish(unlessStopped(segmentCommand(picture, flags, console), console.signal)),
    )
}
