import { models } from "@pami/zoo"
import { fileSizes } from "../../engine/file-sizes.ts"
import { preprocessorOf } from "./preprocessor-of.ts"
import type { SiteModel } from "./site-model.ts"

const { onnx, labels, preprocessing } = models["scenes-detect"]

/** Finds the objects of drawn scenes: the bundled detector of the gallery. */
export const sceneObjects: SiteModel = {
  id: "detection",
  name: "Objects of scenes",
  files: { "model.onnx": { address: onnx.href, size: fileSizes.sceneObjects } },
  labels,
  preprocessing: preprocessorOf(preprocessing),
  quality: "balanced",
  knows: "kinds of drawn objects",
  origin: "Trained for this site on its scenes (@pami/zoo, scenes-detect), MIT licence",
}
