import type { Preprocessing } from "@pami/image"
import { pretty } from "./course.ts"

/** Returns the files of a classifier: its labels, and the configuration as on Hugging Face, with `more` entries. */
export function classification(
  architecture: string,
  labels: readonly string[],
  type?: "single_label_classification" | "multi_label_classification" | "regression",
  more: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  return {
    "labels.txt": `${labels.join("\n")}\n`,
    "config.json": pretty({
      architectures: [architecture],
      id2label: Object.fromEntries(labels.entries()),
      label2id: Object.fromEntries(labels.map((label, index) => [label, index])),
      ...(type === undefined ? {} : { problem_type: type }),
      ...more,
    }),
  }
}

/** Returns the file of a preprocessing, as on Hugging Face. */
export function preprocessor({
  width,
  height,
  mean,
  std,
}: Pick<Preprocessing, "width" | "height" | "mean" | "std">) {
  return {
    "preprocessor_config.json": pretty({
      image_processor_type: "ViTImageProcessor",
      do_resize: true,
      size: { height, width },
      resample: 2,
      do_rescale: true,
      rescale_factor: 1 / 255,
      do_normalize: true,
      image_mean: mean,
      image_std: std,
    }),
  }
}
