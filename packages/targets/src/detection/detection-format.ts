import { targetsError } from "../error-code.ts"
import { describeOutputs, listOutputs, type Outputs } from "../outputs/fit.ts"
import type { DetectionFacts, DetectionFormat, DetectionLayout, LayoutKind } from "./layout.ts"
import { anchors } from "./layouts/anchors.ts"
import { lists } from "./layouts/lists.ts"
import { pairs } from "./layouts/pairs.ts"
import { rows } from "./layouts/rows.ts"
import { yolo } from "./layouts/yolo.ts"

// Those with most evidence in names and shapes come first.
const kinds: readonly LayoutKind[] = [anchors, pairs, lists, yolo, rows]

/** Names of the layouts of boxes that `detectedObjects` reads. */
export const detectionFormats: readonly DetectionFormat[] = kinds.flatMap(({ formats }) => formats)

/**
 * Returns the layout of boxes that outputs have, by their names and shapes; `undefined` if they have none.
 *
 * @example
 * const layout = detectionFormat([
 *   { name: "scores", dtype: "float32", shape: [1, 4420, 2] },
 *   { name: "boxes", dtype: "float32", shape: [1, 4420, 4] },
 * ])
 * console.log(layout?.format) // ssd
 */
export function detectionFormat(outputs: Outputs, facts: DetectionFacts = {}): DetectionLayout | undefined {
  const found = layoutsOf(outputs, facts)
  return found.find(({ clear }) => clear) ?? found[0]
}

function layoutsOf(outputs: Outputs, facts: DetectionFacts): DetectionLayout[] {
  return kinds.flatMap((kind) => kind.recognize(listOutputs(outputs), facts))
}

/**
 * Returns the layout to read, and its kind.
 *
 * @throws PamiError `BOXES_UNRECOGNIZED`
 */
export function chooseLayout(
  outputs: Outputs,
  asked: DetectionFormat | "auto",
  facts: DetectionFacts,
): { layout: DetectionLayout; kind: LayoutKind } {
  const found = layoutsOf(outputs, asked === "auto" ? facts : { ...facts, format: asked })
  const fitting = found.filter(({ format }) => asked === "auto" || format === asked)
  const layout = fitting.find(({ clear }) => clear) ?? fitting[0]
  if (layout === undefined)
    throw targetsError(
      "BOXES_UNRECOGNIZED",
      `${asked === "auto" ? "no layout of boxes fits" : `the layout "${asked}" does not fit`} the outputs ${describeOutputs(outputs)}. Choose one of ${detectionFormats.join(", ")}, or give a decoder.`,
      { outputs: listOutputs(outputs).map(({ name }) => name), formats: detectionFormats },
    )
  return { layout, kind: kinds.find(({ formats }) => formats.includes(layout.format))! }
}
