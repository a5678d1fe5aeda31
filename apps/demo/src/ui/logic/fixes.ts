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
  | "FOUND_NEARBY"
  | "HINT_UNUSABLE"
  | "LABELS_FROM_ONE"
  | "PRESET_DOUBTFUL"
  | "PRESET_GUESSED"
  | "RANGE_GUESSED"
  | "SHAPE_GUESSED"

const titles: Readonly<Record<CoreFindingCode | OtherCode, string>> = {
  ACTIVATION_CHOSEN: "How outputs became probabilities",
  ACTIVATION_TWICE: "Softmax is applied twice",
  BASELINE_SCORES_HIGH: "Hiding everything does not help",
  BATCH_AXES: "The batch lies along an unusual axis",
  BATCH_DIFFERS: "Pictures of a batch influence each other",
  BATCH_FAILS: "One picture at a time",
  CLASSES_LIMITED: "Only the likeliest classes are kept",
  CLASS_COUNT_DIFFERS: "Labels and classes differ in number",
  DEVICE_REPLACED: "Another device was taken",
  FOUND_NEARBY: "Found among the model’s files",
  HINT_UNUSABLE: "A file of the model could not be used",
  INPUT_IGNORED: "The model ignores the picture",
  LABELS_FROM_ONE: "The labels count from 1",
  LOGITS_AS_PROBABILITIES: "Outputs look like logits",
  LOW_CONFIDENCE: "The model is unsure",
  NOT_DETERMINISTIC: "The model answers differently each time",
  ONE_NUMBER_FOR_TWO: "One number stands for two classes",
  OUTPUT_CHOSEN: "One of several outputs was taken",
  PRESET_DOUBTFUL: "The preparation of the picture is doubtful",
  PRESET_GUESSED: "The preparation of the picture is a guess",
  RANGE_GUESSED: "The picture’s range of values is a guess",
  SEVERAL_LABELS: "Several labels may be right at once",
  SHAPE_GUESSED: "The shape of the input is a guess",
}

/** A finding's heading in plain words. */
export function titleOf({ code }: Finding): string {
  return (titles as Readonly<Record<string, string>>)[code] ?? "Worth knowing"
}

// Where a fix is one of this page's: what packages say is for programs as well.
const advice: Readonly<Record<string, string>> = {
  FOUND_NEARBY: "If something belongs to another model, open the right file.",
  HINT_UNUSABLE: "Correct the file, or open another one.",
  OUTPUT_CHOSEN: "If it is not the one with the classes, take another.",
  PRESET_DOUBTFUL: "Choose the preparation under Settings, or open the file that belongs to this model.",
  PRESET_GUESSED: "You know what the picture shows: choose the preparation under which the model is right.",
  RANGE_GUESSED:
    "Compare the picture above with what it shows; where it looks wrong, save it with 8 bits a channel.",
}

/** What to do about a finding, in the words of this page. */
export function adviceOn({ code, fix }: Finding): string {
  return advice[code] ?? fix
}

const masks: readonly Settings["mask"][] = ["blur", "black", "white", "mean", "noise"]
const ranges = ["imagenet", "0-1", "-1-1", "0-255"] as const

/** The settings that would mend what was found, other than those in force. */
export function fixesOf(finding: Finding, settings: Settings, outputs: readonly string[] = []): Fix[] {
  const otherMasks = masks
    .filter((mask) => mask !== settings.mask && mask !== "noise")
    .slice(0, 3)
    .map((mask): Fix => ({ label: `Hide with ${mask}`, change: { mask } }))
  const otherPresets = ranges
    .filter((preset) => preset !== settings.preset)
    .map((preset): Fix => ({ label: presetWords[preset], change: { preset } }))
  const layout: Fix =
    settings.layout === "nhwc"
      ? { label: "Colours first (NCHW)", change: { layout: "nchw" } }
      : { label: "Colours last (NHWC)", change: { layout: "nhwc" } }
  switch (finding.code) {
    case "LOGITS_AS_PROBABILITIES":
      return [
        { label: "Apply softmax", change: { activation: "softmax" } },
        { label: "Apply sigmoid", change: { activation: "sigmoid" } },
        asValues,
      ]
    case "ACTIVATION_TWICE":
      return [{ label: "Use outputs as they are", change: { activation: "none" } }]
    case "SEVERAL_LABELS":
      return [{ label: "Only one can be right: softmax", change: { activation: "softmax" } }]
    case "BASELINE_SCORES_HIGH":
      return otherMasks
    case "INPUT_IGNORED":
      return [...otherMasks, layout]
    case "OUTPUT_CHOSEN":
      return fixesOfFault("OUTPUT_NOT_CHOSEN", settings, outputs)
    case "LOW_CONFIDENCE":
      return otherPresets
    default:
      return []
  }
}

/** The settings that would mend what went wrong. */
export function fixesOfFault(
  code: string | null,
  { layout, output, activation }: Settings,
  outputs: readonly string[] = [],
): Fix[] {
  if (code === "SHAPE_MISMATCH" && layout !== null)
    return [{ label: "Order the axes as the model says", change: { layout: null } }]
  if (code === "ACTIVATION_UNSUITABLE")
    return readings.filter(({ change }) => change.activation !== activation)
  if (code !== null && /^OUTPUT_(NOT_(CHOSEN|FOUND|FINITE)|UNSUITABLE)$/.test(code)) {
    const others = outputs
      .filter((name) => name !== output)
      .slice(0, mostOutputs)
      .map((name): Fix => ({ label: `Explain output ${shown(name, 30)}`, change: { output: name } }))
    // Such as an embedding, each number of which can be explained.
    return code === "OUTPUT_UNSUITABLE" && activation !== "value" ? [...others, asValues] : others
  }
  return []
}

const asValues: Fix = { label: "Use outputs as values", change: { activation: "value" } }

const readings: readonly Fix[] = [
  { label: "Let PAMI decide", change: { activation: "auto" } },
  { label: "Apply sigmoid", change: { activation: "sigmoid" } },
  { label: "Use outputs as probabilities", change: { activation: "none" } },
  asValues,
]

// A model that shows all that goes on in it has hundreds.
const mostOutputs = 8

const presetWords: Record<(typeof ranges)[number], string> = {
  imagenet: "ImageNet’s colours",
  "0-1": "Range 0 to 1",
  "-1-1": "Range −1 to 1",
  "0-255": "Range 0 to 255",
}
