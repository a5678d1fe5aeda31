import type { Finding } from "@pami/core"
import { shown } from "./format.ts"
import type { Settings } from "../../engine/contract.ts"

/** A fix that is a setting: a button. */
export interface Fix {
  readonly label: string
  readonly change: Partial<Settings>
}

const titles: Readonly<Record<string, string>> = {
  ACTIVATION_CHOSEN: "How outputs became probabilities",
  ACTIVATION_TWICE: "Softmax is applied twice",
  BASELINE_SCORES_HIGH: "Hiding everything does not help",
  BATCH_DIFFERS: "Pictures of a batch influence each other",
  BATCH_FAILS: "One picture at a time",
  CLASSES_LIMITED: "Only the likeliest classes are kept",
  CLASS_COUNT_DIFFERS: "Labels and classes differ in number",
  DEVICE_REPLACED: "Another device was taken",
  FOUND_NEARBY: "Found among the model’s files",
  HINT_UNUSABLE: "A file of the model could not be used",
  INPUT_IGNORED: "The model ignores the picture",
  LABELS_FROM_ONE: "The labels count from 1",
  LOGITS_AS_PROBABILITIES: "These are no probabilities yet",
  LOW_CONFIDENCE: "The model is unsure",
  NOT_DETERMINISTIC: "The model answers differently each time",
  ONE_NUMBER_FOR_TWO: "One number stands for two classes",
  OUTPUT_CHOSEN: "One of several outputs was taken",
  PASSES_EXHAUSTED: "Fewer parts than asked for",
  PRESET_DOUBTFUL: "The preparation of the picture is doubtful",
  PRESET_GUESSED: "The preparation of the picture is a guess",
  RANGE_GUESSED: "The picture’s range of values is a guess",
  SEVERAL_LABELS: "Several labels may be right at once",
  UNITS_UNCOVERED: "Some pixels were in no part",
}

/** A finding's heading in plain words. */
export function titleOf({ code }: Finding): string {
  return titles[code] ?? "Worth knowing"
}

// Where a fix is one of this page's: what packages say is for programs as well.
const advice: Readonly<Record<string, string>> = {
  CLASS_COUNT_DIFFERS: "Open the labels that belong to this model.",
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
  { layout, output }: Settings,
  outputs: readonly string[] = [],
): Fix[] {
  if (code === "SHAPE_MISMATCH" && layout !== null)
    return [{ label: "Order the axes as the model says", change: { layout: null } }]
  if (code !== null && /^OUTPUT_(NOT|UNSUITABLE)/.test(code))
    return outputs
      .filter((name) => name !== output)
      .slice(0, mostOutputs)
      .map((name) => ({ label: `Explain output ${shown(name, 30)}`, change: { output: name } }))
  return []
}

// A model that shows all that goes on in it has hundreds.
const mostOutputs = 8

const presetWords: Record<(typeof ranges)[number], string> = {
  imagenet: "ImageNet’s colours",
  "0-1": "Range 0 to 1",
  "-1-1": "Range −1 to 1",
  "0-255": "Range 0 to 255",
}
