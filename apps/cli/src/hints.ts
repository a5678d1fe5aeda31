// Options that help against an error or a finding. The packages' messages do not mention
// flags: they are read in programs and on the site, too.
const hints: Readonly<Record<string, readonly string[]>> = {
  ACTIVATION_CHOSEN: ["--activation NAME"],
  ACTIVATION_GUESSED: ["--activation NAME"],
  ACTIVATION_TWICE: ["--activation NAME"],
  ACTIVATION_UNSUITABLE: ["--activation NAME"],
  ANSWER_EMPTY: ["--caption TEXT"],
  AXES_GUESSED: ["--axes NAMES"],
  AXES_UNSUITABLE: ["--axes NAMES"],
  BACKGROUND_ZEROS: ["--background FILE"],
  BASELINE_SCORES_HIGH: ["--mask NAME", "--score difference"],
  BATCH_TOO_LARGE: ["--batch N"],
  BOXES_UNRECOGNIZED: ["--boxes FORMAT", "--task NAME"],
  CLASSES_LIMITED: ["--target CLASS"],
  CLASS_COUNT_DIFFERS: ["--labels FILE"],
  COLUMNS_BY_POSITION: ["--columns NAMES"],
  COLUMNS_DIFFER: ["--columns NAMES"],
  DECODER_MISSING: ["--decoder FILE"],
  ENCODER_MISSING: ["--model ENCODER --decoder FILE"],
  ENCODER_UNSUITABLE: ["--decoder FILE"],
  FOUND_NEARBY: ["--labels FILE", "--preset NAME"],
  HINT_UNUSABLE: ["--labels FILE", "--preset NAME"],
  INPUT_IGNORED: ["--mask NAME", "--model-input NAME"],
  INPUT_NOT_CHOSEN: ["--model-input NAME"],
  INPUT_NOT_FED: ["--feed NAME=VALUE", "--question TEXT"],
  INPUT_NOT_FOUND: ["--model-input NAME", "--feed NAME=VALUE"],
  INPUT_UNSUITABLE: ["--model FILE"],
  LABELS_FROM_ONE: ["--labels FILE"],
  LABELS_INVALID: ["--labels FILE"],
  LABEL_NOT_FOUND: ["--target CLASS", "--versus CLASS", "--labels FILE"],
  LAYOUT_GUESSED: ["--layout ORDER"],
  LOGITS_AS_PROBABILITIES: ["--activation NAME"],
  MASK_CHOSEN: ["--mask mask-token|unknown-token|delete|word:WORD"],
  MASK_UNAVAILABLE: ["--mask NAME|word:WORD"],
  LOW_CONFIDENCE: ["--preset NAME", "--mean R,G,B", "--std R,G,B"],
  OUTPUT_CHOSEN: ["--model-output NAME"],
  OUTPUT_NOT_CHOSEN: ["--model-output NAME"],
  OUTPUT_NOT_FINITE: ["--preset NAME", "--mask NAME"],
  OUTPUT_NOT_FOUND: ["--model-output NAME"],
  OUTPUT_READ: ["--boxes FORMAT", "--task NAME"],
  OUTPUT_UNSUITABLE: ["--task NAME", "--model-output NAME", "--activation NAME"],
  PICTURE_TOO_LARGE: ["--max-pixels N"],
  PRESET_DOUBTFUL: ["--preset NAME", "--mean R,G,B", "--std R,G,B"],
  PRESET_GUESSED: ["--preset NAME", "--mean R,G,B", "--std R,G,B"],
  PRESET_INVALID: ["--preset NAME", "--mean R,G,B", "--std R,G,B"],
  RATE_UNKNOWN: ["--rate HZ"],
  READ_OUT_UNSUITABLE: ["--score NAME"],
  REFERENCE_MISSING: ["--reference FILE"],
  REGION_EMPTY: ["--region X,Y,WIDTH,HEIGHT"],
  ROW_NOT_FOUND: ["--row N"],
  SCORES_TOO_MANY: ["--target CLASS", "--passes N"],
  SEVERAL_LABELS: ["--activation NAME"],
  SHAPE_MISMATCH: ["--size WxH", "--layout ORDER", "--feed NAME=VALUE"],
  SIZE_GUESSED: ["--size WxH"],
  TARGET_OUT_OF_RANGE: ["--target CLASS", "--versus CLASS"],
  TASK_RECOGNIZED: ["--task NAME"],
  TASK_UNSUPPORTED: ["--target ./FILE.js"],
  TEXT_NOT_FOUND: ["--explained NAMES"],
  TEXT_TOO_LONG: ["--units WHAT", "--max-length N"],
  TOKENIZER_INVALID: ["--tokenizer FILE"],
  TOKENIZER_MISMATCH: ["--tokenizer FILE"],
  TOKENIZER_MISSING: ["--tokenizer FILE"],
  TOKENIZER_UNSUITABLE: ["--tokenizer FILE"],
  VALUE_RANGE: ["--normalization NAME"],
  VERSUS_IS_TARGET: ["--target CLASS", "--versus CLASS"],
  VOLUME_AXES: ["--axes NAMES"],
  VOCABULARY_DIFFERS: ["--tokenizer FILE"],
  WORDS_UNKNOWN: ["--caption TEXT", "--tokenizer FILE"],
}

/**
 * Returns the text of an error or a finding with the flags that help against it, unless it names one already.
 *
 * @param has whether the command has a flag
 */
export function withHint(code: string, text: string, has: (flag: string) => boolean = () => true): string {
  const name = (flag: string) => flag.split(" ", 1)[0]
  const flags = (Object.hasOwn(hints, code) ? hints[code] : []).filter((flag) => has(name(flag)))
  return flags.length === 0 || flags.some((flag) => text.includes(name(flag)))
    ? text
    : `${text} (${flags.join(", ")})`
}

const ofImages: readonly string[] = ["--preset", "--mean", "--std", "--boxes", "--size"]

/** Returns whether a flag can be hinted at for a kind of input. */
export function flagsFor(
  kind: string,
  has: (flag: string) => boolean = () => true,
): (flag: string) => boolean {
  return (flag) => has(flag) && (kind === "image" || !ofImages.includes(flag))
}

// Options of the library that are options of the command line by another name, or by the same one with hyphens.
const flagOf: Readonly<Record<string, string>> = {
  activation: "--activation",
  answer: "--caption",
  augment: "--augment",
  axes: "--axes",
  background: "--background",
  backgroundFile: "--background",
  boxes: "--boxes",
  columns: "--columns",
  combine: "--combine",
  cutBy: "--cut-by",
  explained: "--explained",
  feeds: "--feed",
  language: "--language",
  layout: "--layout",
  mask: "--mask",
  maxLength: "--max-length",
  maxPixels: "--max-pixels",
  mean: "--mean",
  method: "--method",
  mode: "--mode",
  normalization: "--normalization",
  output: "--model-output",
  passes: "--passes",
  preprocessing: "--preset",
  question: "--question",
  radius: "--radius",
  rate: "--rate",
  readOut: "--score and --weight",
  references: "--reference",
  resize: "--resize",
  row: "--row",
  seed: "--seed",
  size: "--size",
  stages: "--stages",
  std: "--std",
  strategy: "--strategy",
  stride: "--stride",
  target: "--target",
  task: "--task",
  tokenizer: "--tokenizer",
  units: "--units",
  until: "--until",
  url: "--api",
  versus: "--versus",
}

/** Returns the message about an option of the library in the words of the command line: `maxLength: …` as `--max-length: …`. */
export function inFlags(message: string): string {
  return message.replace(/^(\w+)(?=: | is | are | has )/, (name) =>
    Object.hasOwn(flagOf, name) ? flagOf[name] : name,
  )
}

/** Returns the message of an error about the name of a class, with `target` and `versus` as the command line has them. */
export function inClassFlags(code: string, message: string): string {
  return code === "TARGET_AMBIGUOUS" || code === "LABEL_NOT_FOUND"
    ? message.replace(/(?<![-\w])(?=(?:target|versus) \S)/g, "--")
    : message
}
