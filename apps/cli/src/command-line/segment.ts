import { Option } from "commander"
import type { SegmentFlags } from "../segment.ts"
import { size } from "../option-parsers.ts"
import { unlessStopped } from "../interrupt.ts"
import { maxPixelsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami segment`: its arguments and options. */
export const addSegment: AddCommand = (program, console, finish) => {
  program
    .command("segment")
    .description("segment an image into superpixels, and draw or save their label maps")
    .argument("<image>", "JPEG, PNG, WebP, AVIF, GIF, TIFF")
    .option(
      "--partitions <name|file...>",
      "as for explain: authors, felzenszwalb-N, slic-N, seeds-N, watershed-N, a JSON list, or label maps",
      ["slic-50"],
    )
    .addOption(
      new Option(
        "--size <w>x<h>",
        "size at which the image is segmented (default: its own, at most 512 on the longer side)",
      ).argParser(size),
    )
    .option("-o, --output <file>", "drawing, as .png, .jpg or .webp (default: NAME.segments.png here)")
    .option(
      "--labels-out <file.png>",
      "label map, one grey value for each part; a folder for several segmentations",
    )
    .addOption(maxPixelsOption())
    .option("--json", "print the results as JSON")
    .action((image: string, flags: SegmentFlags) => {
      const segmented = import("../segment.ts").then(({ segmentCommand }) =>
        segmentCommand(image, flags, console),
      )
      return finish(unlessStopped(segmented, console.signal))
    })
}
