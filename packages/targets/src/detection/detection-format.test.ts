import type { TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { detectionFormat } from "./detection-format.ts"

const info = (
  name: string,
  shape: (number | null)[],
  dtype: TensorInfo["dtype"] = "float32",
): TensorInfo => ({ name, dtype, shape })

// Outputs that published models declare.
test.each<[string, string, TensorInfo[], number[]?]>([
  ["YOLOv5", "yolov5", [info("output0", [1, 25200, 85])], [640, 640]],
  ["YOLOv5 of free size", "yolov5", [info("output0", [null, 25200, 85])]],
  ["YOLOv8", "yolov8", [info("output0", [1, 84, 8400])], [640, 640]],
  ["YOLO11 of free size", "yolov8", [info("output0", [null, 84, null])]],
  [
    "YOLOv8 for segmentation",
    "yolov8",
    [info("output0", [1, 116, 8400]), info("output1", [1, 32, 160, 160])],
    [640, 640],
  ],
  ["YOLOX", "yolox", [info("output", [1, 3549, 85])], [416, 416]],
  ["YOLOv10", "rows", [info("output0", [1, 300, 6])], [640, 640]],
  ["CenterNet", "rows", [info("tower_0/detections", [1, 100, 6])], [512, 512]],
  [
    "CenterNet with its maps",
    "rows",
    [
      info("tower_0/detections", [1, 100, 6]),
      info("tower_0/wh", [1, 128, 128, 4]),
      info("tower_0/keypoints", [1, 128, 128, 80]),
    ],
    [512, 512],
  ],
  ["YOLOv7 with suppression", "rows", [info("output", [null, 7])], [640, 640]],
  ["OpenVINO's SSD", "rows", [info("detection_out", [1, 1, 200, 7])], [300, 300]],
  ["UltraFace", "ssd", [info("scores", [1, 4420, 2]), info("boxes", [1, 4420, 4])], [240, 320]],
  ["DETR", "detr", [info("logits", [null, 100, 92]), info("pred_boxes", [null, 100, 4])]],
  [
    "torchvision",
    "lists",
    [info("boxes", [null, 4]), info("labels", [null], "int64"), info("scores", [null])],
  ],
  [
    "TensorFlow",
    "lists",
    [
      info("detection_boxes", [1, 100, 4]),
      info("detection_classes", [1, 100]),
      info("detection_scores", [1, 100]),
      info("num_detections", [1]),
    ],
  ],
  [
    "TensorRT",
    "lists",
    [
      info("num_dets", [1, 1], "int32"),
      info("det_boxes", [1, 100, 4]),
      info("det_scores", [1, 100]),
      info("det_classes", [1, 100], "int32"),
    ],
  ],
  ["MMDetection", "lists", [info("dets", [1, 100, 5]), info("labels", [1, 100], "int64")]],
  [
    "BlazeFace",
    "anchors",
    [info("regressors", [1, 896, 16]), info("classificators", [1, 896, 1])],
    [128, 128],
  ],
  ["palms", "anchors", [info("Identity", [1, 2016, 18]), info("Identity_1", [1, 2016, 1])]],
])("%s is read as %s", (_, format, outputs, grid) => {
  const found = detectionFormat(outputs, { grid })
  expect(found?.format).toBe(format)
  expect(found?.why).toContain(outputs[0].name === "num_dets" ? "det_boxes" : found!.output)
})

test.each<[string, TensorInfo[]]>([
  ["a classifier", [info("y", [null, 1000])]],
  ["a segmentation", [info("y", [1, 21, 512, 512])]],
  ["several heads of a detector", [info("a", [1, 255, 80, 80]), info("b", [1, 255, 40, 40])]],
  ["keypoints", [info("y", [1, 1, 17, 3])]],
])("%s has no boxes", (_, outputs) => {
  expect(detectionFormat(outputs, { grid: [512, 512] })).toBeUndefined()
})
