import type { CoreFindingCode, Finding } from "@pami/core"
import { shown } from "./format.ts"
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
  | "LABELS_FROM_ONE"
  | "PRESET_DOUBTFUL"
  | "PRESET_GUESSED"
  | "RANGE_GUESSED"
  | "SHAPE_GUESSED"

const titles: Readonly<Record<CoreFindingCode | OtherCode, string>> = {
  ACTIVATION_CHOSEN: "Activation was chosen automatically",
  ACTIVATION_TWICE: "Softmax is applied twice",
  BASELINE_SCORES_HIGH: "Masked image scores as high as the original",
  BATCH_AXES: "Unusual batch axis",
  BATCH_DIFFERS: "Items of a batch affect each other",
  BATCH_FAILS: "Model runs one image at a time",
  CLASSES_LIMITED: "Only the most probable classes are kept",
  CLASS_COUNT_DIFFERS: "Label count differs from class count",
  DEVICE_REPLACED: "Fallback to another device",
  FIRST_FRAME: "First frame of an animation",
  FOUND_NEARBY: "Files found beside the model",
  HINT_UNUSABLE: "A file beside the model was ignored",
  INPUT_IGNORED: "The model ignores the image",
  LABELS_FROM_ONE: "Labels count from 1",
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
}

/** Returns the heading of a finding. */
export function titleOf({ code }: Finding): string {
  return (titles as Readonly<Record<string, string>>)[code] ?? "Note"
}

// Replaces fixes of packages that name options of programs.
const advice: Readonly<Record<string, string>> = {
  FOUND_NEARBY: "If a file belongs to another model, open the right one.",
  HINT_UNUSABLE: "Correct the file, or open another one.",
  OUTPUT_CHOSEN: "If it does not hold the class scores, choose another output.",
  PRESET_DOUBTFUL:
    "Choose the preprocessing under Settings, or open the preprocessor_config.json of this model.",
  PRESET_GUESSED: "Choose the preprocessing that gives the right class for this image.",
  RANGE_GUESSED: "If the image looks wrong here, save it with 8 bits per channel.",
}

/** Returns advice about a finding, in the terms of this page. */
export function adviceOn({ code, fix }: Finding): string {
  return advice[code] ?? fix
}

const masks: readonly Settings["mask"][] = ["blur", "black", "white", "mean", "noise"]
const ranges = ["imagenet", "0-1", "-1-1", "0-255"] as const

/** Returns the settings that fix a finding, except those in use. */
export function fixesOf(finding: Finding, settings: Settings, outputs: readonly string[] = []): Fix[] {
  const otherMasks = masks
    .filter((mask) => mask !== settings.mask && mask !== "noise")
    .slice(0, 3)
    .map((mask): Fix => ({ label: `Mask with ${mask}`, change: { mask } }))
  const otherPresets = ranges
    .filter((preset) => preset !== settings.preset)
    .map((preset): Fix => ({ label: presetWords[preset], change: { preset } }))
  const layout: Fix =
    settings.layout === "nhwc"
      ? { label: "Channels first (NCHW)", change: { layout: "nchw" } }
      : { label: "Channels last (NHWC)", change: { layout: "nhwc" } }
  switch (finding.code) {
    case "LOGITS_AS_PROBABILITIES":
      return [
        { label: "Apply softmax", change: { activation: "softmax" } },
        { label: "Apply sigmoid", change: { activation: "sigmoid" } },
        asValues,
      ]
    case "ACTIVATION_TWICE":
      return [{ label: "No activation", change: { activation: "none" } }]
    case "SEVERAL_LABELS":
      return [{ label: "Apply softmax", change: { activation: "softmax" } }]
    case "BASELINE_SCORES_HIGH":
      return otherMasks
    case "INPUT_IGNORED":
      return [...otherMasks, layout]
    case "OUTPUT_CHOSEN":
      return fixesOfError("OUTPUT_NOT_CHOSEN", settings, outputs)
    case "LOW_CONFIDENCE":
      return otherPresets
    default:
      return []
  }
}

/** Returns the settings that fix an error. */
export function fixesOfError(
  code: string | null,
  { layout, output, activation }: Settings,
  outputs: readonly string[] = [],
): Fix[] {
  if (code === "SHAPE_MISMATCH" && layout !== null)
    return [{ label: "Use the model’s layout", change: { layout: null } }]
  if (code === "ACTIVATION_UNSUITABLE")
    return readings.filter(({ change }) => change.activation !== activation)
  if (code !== null && /^OUTPUT_(NOT_(CHOSEN|FOUND|FINITE)|UNSUITABLE)$/.test(code)) {
    const others = outputs
      .filter((name) => name !== output)
      .slice(0, mostOutputs)
      .map((name): Fix => ({ label: `Explain output ${shown(name, 30)}`, change: { output: name } }))
    // An embedding, for example: each of its numbers can be explained.
    return code === "OUTPUT_UNSUITABLE" && activation !== "value" ? [...others, asValues] : others
  }
  return []
}

const asValues: Fix = { label: "Outputs are values", change: { activation: "value" } }

const readings: readonly Fix[] = [
  { label: "Choose automatically", change: { activation: "auto" } },
  { label: "Apply sigmoid", change: { activation: "sigmoid" } },
  { label: "Outputs are probabilities", change: { activation: "none" } },
  asValues,
]

// A model that exposes every layer has hundreds.
const mostOutputs = 8

const presetWords: Record<(typeof ranges)[number], string> = {
  imagenet: "ImageNet normalization",
  "0-1": "Range 0 to 1",
  "-1-1": "Range −1 to 1",
  "0-255": "Range 0 to 255",
}
