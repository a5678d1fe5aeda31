import type { Settings, TensorInfo, Tensors } from "@pami/core"
import type { ScoreActivation } from "../outputs/activation.ts"
import type { Fit } from "../outputs/fit.ts"
import type { BoxCoding } from "./boxes.ts"
import type { ReadCandidates } from "./candidates.ts"

/**
 * A layout of boxes in outputs:
 *
 * - `yolov5`: `[N, boxes, 5 + classes]`: centre, size, objectness, classes (v5, v7);
 * - `yolov8`: `[N, 4 + classes, boxes]`: centre, size, classes (v8, v9, v11, v12), or with the two axes exchanged;
 * - `yolox`: `[N, boxes, 5 + classes]` with one box for each cell, decoded or not;
 * - `ssd`: boxes `[N, boxes, 4]` and class scores `[N, boxes, classes]` apart, decoded, before suppression (SSD, RFB);
 * - `detr`: the same two outputs, named `pred_boxes` and `logits`: a box for each query;
 * - `anchors`: offsets to the anchors of MediaPipe's detectors `[N, anchors, 16]` and scores `[N, anchors, 1]` (BlazeFace);
 * - `rows`: a row for each box, `[N, boxes, 6]`, `[boxes, 6]` or with 5 or 7 columns: CenterNet, YOLOv10, and outputs after
 *   suppression;
 * - `lists`: boxes, scores and classes apart, after suppression (torchvision, TensorFlow, TensorRT).
 */
export type DetectionFormat = "yolov5" | "yolov8" | "yolox" | "ssd" | "detr" | "anchors" | "rows" | "lists"

/** The columns of a row: a box takes four. */
export type RowColumns =
  | "box-score"
  | "box-score-class"
  | "box-class-score"
  | "class-score-box"
  | "item-box-class-score"
  | "item-class-score-box"

/** A layout that was recognized, and the outputs that have it. */
export interface DetectionLayout extends Fit {
  readonly format: DetectionFormat
  /** Names of the outputs with boxes, and those beside them, in the same order: of scores, and of classes. */
  readonly boxes: readonly string[]
  readonly scores: readonly string[]
  readonly classes: readonly string[]
  /** Whether the model has suppressed boxes already: a box that is missing then scores 0. */
  readonly suppressed: boolean
  /** Whether the outputs have a batch axis. If not, the model is run on one item at a time. */
  readonly batch: boolean
}

/** Facts beside the outputs that help to recognize a layout. */
export interface DetectionFacts {
  /** Rows and columns of the input of the model. Default: unknown. */
  readonly grid?: readonly number[] | undefined
  /** Number of labels. Default: unknown. */
  readonly labels?: number | undefined
  /** The format, if the caller knows it. Default: recognized. */
  readonly format?: DetectionFormat | undefined
}

/** Choices about reading a layout; those left open are decided by the outputs. */
export interface ReadingOptions {
  readonly activation?: ScoreActivation | undefined
  readonly background?: "first" | "last" | "none" | undefined
  readonly coding?: BoxCoding | undefined
  readonly columns?: RowColumns | undefined
  readonly labels?: number | undefined
}

/** The outputs that a layout is opened on. */
export interface Seen {
  readonly original: Tensors
  readonly baseline: Tensors
  /** Rows and columns of the input. */
  readonly grid: readonly [number, number]
}

/** An opened layout. */
export interface OpenedLayout {
  readonly read: ReadCandidates
  /** The choices. */
  readonly settings: Settings
}

/** A kind of layouts: recognizes them by names and shapes, and opens them. */
export interface LayoutKind {
  readonly formats: readonly DetectionFormat[]
  /** Returns the layouts that the outputs may have, clear ones first. */
  recognize(outputs: readonly TensorInfo[], facts: DetectionFacts): DetectionLayout[]
  /**
   * @throws PamiError `BOXES_UNRECOGNIZED` if the numbers contradict the layout
   */
  open(layout: DetectionLayout, seen: Seen, options: ReadingOptions): OpenedLayout
}

/** Returns the axes of an output without the batch axis, if it has the rank that it has with one. */
export function itemAxes(
  { shape }: Pick<TensorInfo, "shape">,
  rank: number,
): readonly (number | null)[] | undefined {
  return shape.length === rank ? shape.slice(1) : undefined
}

/** Returns the number of cells of a grid at several strides, which one-stage detectors have a box for each of. */
export function countCells(grid: readonly number[], strides: readonly number[]): number {
  return strides.reduce(
    (sum, stride) => sum + grid.reduce((product, length) => product * Math.ceil(length / stride), 1),
    0,
  )
}
