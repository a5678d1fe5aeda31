import type { CoreFindingCode, Finding } from "@pami/core"
import type { Settings } from "../../engine/contract.ts"

/** A fix that is a setting: a button. */
export interface Fix {
  readonly label: string
  readonly change: Partial<Settings>
}

/** Codes of findings of the other packages. */
type OtherCode =
  | "BATCH_AXES"
  | "DEVICE_REPLACED"
  | "FIRST_FRAME"
  | "FOUND_NEARBY"
  | "HINT_UNUSABLE"
  | "LAYOUT_GUESSED"
  | "LABELS_FROM_ONE"
  | "PRESET_DOUBTFUL"
  | "PRESET_GUESSED"
  | "RANGE_GUESSED"
  | "SHAPE_GUESSED"
  | "SIZE_GUESSED"
  | "TASK_RECOGNIZED"

const titles: Readonly<Record<CoreFindingCode | OtherCode, string>> = {
  ACTIVATION_CHOSEN: "Activation was chosen automatically",
  ACTIVATION_GUESSED: "Activation is a guess",
  ACTIVATION_TWICE: "Softmax is applied twice",
  BASELINE_SCORES_HIGH: "Masked input scores as high as the original",
  BATCH_AXES: "Unusual batch axis",
  BATCH_DIFFERS: "Items of a batch affect each other",
  BATCH_FAILS: "Model runs one image at a time",
  CLASSES_LIMITED: "Only the most probable classes are kept",
  CLASS_COUNT_DIFFERS: "Label count differs from class count",
  DEVICE_REPLACED: "Fallback to another device",
  FIRST_FRAME: "First frame of an animation",
  FOUND_NEARBY: "Files found beside the model",
  HINT_UNUSABLE: "A file beside the model was ignored",
  INPUT_IGNORED: "The model ignores the input",
  LABELS_FROM_ONE: "Labels count from 1",
  LAYOUT_GUESSED: "Layout is a guess",
  LOGITS_AS_PROBABILITIES: "Outputs look like logits",
  LOW_CONFIDENCE: "Low confidence",
  NOT_DETERMINISTIC: "The model is not deterministic",
  ONE_NUMBER_FOR_TWO: "One output for two classes",
  OUTPUT_CHOSEN: "One of several outputs was chosen",
  PRESET_DOUBTFUL: "Preprocessing may be wrong",
  PRESET_GUESSED: "Preprocessing is a guess",
  RANGE_GUESSED: "Value range of the image is a guess",
  SEVERAL_LABELS: "Several labels may apply at once",
  SHAPE_GUESSED: "Input shape is a guess",
  SIZE_GUESSED: "Input size is a guess",
  TASK_RECOGNIZED: "Task was recognized",
}

/** Returns the heading of a finding. */
export function titleOf({ code }: Finding): string {
  return (titles as Readonly<Record<string, string>>)[code] ?? "Note"
}

// Replaces fixes of packages that name options of programs.
const advice: Readonly<Record<string, string>> = {
  FOUND_NEARBY: "If a file belongs to another model, open the right one.",
  HINT_UNUSABLE: "Correct the file, or open another one.",
  LAYOUT_GUESSED: "“Which is right?” shows the prediction of each.",
  OUTPUT_CHOSEN: "“Which is right?” shows the prediction of each output.",
  PRESET_DOUBTFUL:
    "Choose the normalization under “Which is right?”, or open the preprocessor_config.json of this model.",
  PRESET_GUESSED: "Choose the normalization that gives the right class, under “Which is right?”.",
  RANGE_GUESSED: "If the image looks wrong here, save it with 8 bits per channel.",
  SIZE_GUESSED: "Choose the size that gives the right class, under “Which is right?”.",
  TASK_RECOGNIZED: "If that is wrong, choose another under “Which is right?”.",
}

/** Returns advice about a finding, in the terms of this page. */
export function adviceOn({ code, fix }: Finding): string {
  return advice[code] ?? fix
}

const withFile = "If the prediction is wrong, open the model together with its preprocessor_config.json."

// As advice, of inputs that are not images alone.
const adviceOfKinds: Readonly<Record<string, string>> = {
  ...advice,
  BASELINE_SCORES_HIGH: "Choose another mask under “Settings”; of a table, other hidden values.",
  LAYOUT_GUESSED: withFile,
  OUTPUT_CHOSEN: "If that is wrong, choose another output under “Settings”.",
  PRESET_DOUBTFUL: withFile,
  PRESET_GUESSED: withFile,
  SIZE_GUESSED: withFile,
  TASK_RECOGNIZED: "If that is wrong, choose another task under “Settings”.",
}

/** Returns advice about a finding of an input that is not an image alone, in the terms of this page. */
export function adviceOnKind({ code, fix }: Finding): string {
  return adviceOfKinds[code] ?? fix
}

const masks: readonly Settings["mask"][] = ["blur", "black", "white", "mean"]
const maskless: readonly string[] = ["BASELINE_SCORES_HIGH", "INPUT_IGNORED"]

/** Returns the settings that fix a finding, except those in use. Open questions of a model are asked elsewhere. */
export function fixesOf({ code }: Pick<Finding, "code">, settings: Pick<Settings, "mask">): Fix[] {
  if (!maskless.includes(code)) return []
  return masks
    .filter((mask) => mask !== settings.mask)
    .slice(0, 3)
    .map((mask) => ({ label: `Mask with ${mask}`, change: { mask } }))
}
