import { type Finding, probabilityScale, type Look, type Settings, type Target } from "@pami/core"
import { note, warning } from "../finding-code.ts"
import type { ScoreActivation } from "../outputs/activation.ts"
import { bindScores, lowConfidence } from "../outputs/bind-scores.ts"
import { gridOf } from "../outputs/grid-of.ts"
import { type BoxCoding, type Corners, scaled } from "./boxes.ts"
import { type Candidates, type Found, type ReadCandidates, scoreObjects, suppress } from "./candidates.ts"
import { chooseObjects, describeObjects, type Objects } from "./choose-objects.ts"
import { type Decoder, readDecoder } from "./decoder.ts"
import { chooseLayout } from "./detection-format.ts"
import type { DetectionFormat, RowColumns } from "./layout.ts"

/** Options of {@link detectedObjects}. */
export interface DetectedObjectsOptions {
  /** Layout of the boxes. Default `auto`: recognized by names and shapes of the outputs, see {@link detectionFormat}. */
  readonly format?: DetectionFormat | "auto"
  /** Reads the boxes of an item, for any other layout. Default: the layout of `format`. */
  readonly decoder?: Decoder
  /** The objects to explain, all from one sweep. Default `top:3`, the three of highest score. */
  readonly objects?: Objects
  /** Numbers of the classes whose objects count. Default: all. */
  readonly classes?: readonly number[]
  /** Names of the classes, in order. Default: none. */
  readonly labels?: readonly string[]
  /** Lowest score of an object of the prediction, 0 to 1. If none reaches it, the strongest is taken. Default 0.3. */
  readonly least?: number
  /** Intersection over union above which two boxes of a class are one object. Default 0.5. */
  readonly overlap?: number
  /** Unit of the boxes: cells of the input's grid (pixels), shares of it, or a canvas of another size. Default: decided. */
  readonly unit?: "pixels" | "shares" | { readonly width: number; readonly height: number }
  /** Meaning of the four numbers of a box. Default: decided. */
  readonly coding?: BoxCoding
  /** Function from outputs to class scores. Default: decided. */
  readonly activation?: ScoreActivation
  /** Place of the background among the classes of `ssd` and `detr`. Default: decided. */
  readonly background?: "first" | "last" | "none"
  /** Columns of `rows`. Default: decided. */
  readonly columns?: RowColumns
}

/**
 * Returns the target of a detector: each detected object. Its score for a part is the highest product of intersection over
 * union with its box and score of its class, over all boxes that the model gives for the part; 0 to 1. Where the outputs
 * hold boxes before suppression, a box that loses its confidence, or moves, lowers the score by degrees; after suppression, a
 * box that is missing scores 0. The suppression of boxes here only finds the objects of the prediction.
 *
 * This is the similarity of D-RISE (Petsiuk et al. 2021, section 3.2) with the score of the object's class in place of the
 * cosine of all class scores times the objectness: softmax and sigmoid models then score alike, and a mask that makes
 * another class likelier does not count.
 *
 * Boxes of the targets are in units of the first grid, that is in pixels of the input of the model, so that bars of a
 * letterboxed image count. Rows after suppression without a batch axis are read one item at a time.
 *
 * @throws PamiError when bound: `BOXES_UNRECOGNIZED`, `NOTHING_DETECTED`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = detectedObjects({ objects: "top:2", labels: ["square", "disk"] })
 * const { targets } = await explain({ model: detector, input, target })
 * console.log(targets.map(({ label, box }) => `${label} at ${box?.x}, ${box?.y}`).join("; ")) // square at 2, 4; disk at 10, 9
 */
export function detectedObjects(options: DetectedObjectsOptions = {}): Target {
  const { format = "auto", decoder, objects = "top:3", classes, labels, least = 0.3, overlap = 0.5 } = options
  const settings = { objects: objectsSetting(objects), classes: classes ?? "all", least, overlap }
  return {
    name: "detected-objects",
    settings: { ...settings, format: decoder === undefined ? format : "decoder" },
    bind({ original, baseline, input }) {
      const grid = gridOf(input, "boxes")
      const opened =
        decoder === undefined ? openLayout(options, { original, baseline, grid }) : readDecoder(decoder)
      const first = opened.read(original, 1)(0)
      const unit = options.unit ?? (decoder === undefined ? unitOf(first) : "pixels")
      const [across, down] = scaleOf(unit, grid)
      const found = suppress(first, { classes, least, most: overlap }).map((one) => ({
        ...one,
        box: scaled(one.box, across, down),
      }))
      const chosen = chooseObjects(objects, found)
      const isOwn = typeof objects === "string"
      const infos = describeObjects(isOwn ? found : chosen, labels)
      const asSeen = chosen.map((one) => ({ ...one, box: scaled(one.box, 1 / across, 1 / down) }))
      return bindScores(
        { original, baseline },
        {
          targets: infos.slice(0, chosen.length),
          scale: probabilityScale,
          settings: { ...settings, ...opened.settings, ...(decoder === undefined && { unit }) },
          findings: [...opened.findings(unit), ...weakest(found, least)],
          ...(isOwn && {
            preferred: 0,
            prediction: found.map(({ score }, i) => ({ ...infos[i], score })),
          }),
          open(outputs, count) {
            const itemOf = opened.read(outputs, count)
            return (item, scores) => scoreObjects(itemOf(item), asSeen, scores)
          },
        },
      )
    },
  }
}

type Unit = NonNullable<DetectedObjectsOptions["unit"]>

interface Opened {
  readonly read: ReadCandidates
  readonly settings: Settings
  findings(unit: Unit): Finding[]
}

function openLayout(
  options: DetectedObjectsOptions,
  seen: Pick<Look, "original" | "baseline"> & { readonly grid: readonly [number, number] },
): Opened {
  const { format = "auto", labels } = options
  const facts = { grid: seen.grid, labels: labels?.length }
  const { layout, kind } = chooseLayout(seen.original, format, facts)
  const opened = kind.open(layout, seen, { ...options, labels: labels?.length })
  return {
    read: opened.read,
    settings: { format: layout.format, outputs: outputsOf(layout), ...opened.settings },
    findings: (unit) => [
      note(
        "OUTPUT_READ",
        `boxes are read as "${layout.format}" (${layout.why}), in ${typeof unit === "string" ? unit : `pixels of ${unit.width} x ${unit.height}`}, ${Object.entries(
          opened.settings,
        )
          .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(", ") : value}`)
          .join(", ")}${layout.batch ? "" : "; without a batch axis, one item is run at a time"}`,
        "if that is wrong, set the format, unit, coding, activation, background or columns, or give a decoder",
      ),
    ],
  }
}

function outputsOf({
  boxes,
  scores,
  classes,
}: Record<"boxes" | "scores" | "classes", readonly string[]>): string[] {
  return [...new Set([...boxes, ...scores, ...classes])]
}

function objectsSetting(objects: Objects) {
  return typeof objects === "string"
    ? objects
    : objects.map(({ box: { x, y, width, height }, class: cls }) => ({
        box: [x, y, width, height],
        class: cls,
      }))
}

function weakest([strongest]: readonly Found[], least: number): Finding[] {
  // Even lower scores are a finding of all targets.
  if (strongest === undefined || strongest.score >= least || strongest.score < lowConfidence) return []
  return [
    warning(
      "LOW_CONFIDENCE",
      `no object scores ${least}: the strongest has ${strongest.score.toPrecision(2)}`,
      "check the preprocessing (mean, std, range, channel order), or lower the least score",
    ),
  ]
}

// Shares of a box that sticks out a little; pixels of the smallest objects are more.
const mostShare = 2

/** Returns the unit of boxes: shares, if none of the strongest has a larger number. */
function unitOf(candidates: Candidates): "pixels" | "shares" {
  const scores = Float64Array.from({ length: candidates.count }, (_, i) =>
    candidates.score(i, candidates.best(i)),
  )
  const strongest = Array.from(scores.keys())
    .sort((a, b) => scores[b] - scores[a])
    .slice(0, 100)
  return strongest.every((i) => farthest(candidates.box(i)) <= mostShare) ? "shares" : "pixels"
}

function farthest({ left, top, right, bottom }: Corners): number {
  return Math.max(...[left, top, right, bottom].map(Math.abs))
}

/** Returns the factors from the unit of boxes to columns and rows of the grid. */
function scaleOf(unit: Unit, [rows, columns]: readonly [number, number]): [number, number] {
  if (unit === "pixels") return [1, 1]
  if (unit === "shares") return [columns, rows]
  return [columns / unit.width, rows / unit.height]
}
