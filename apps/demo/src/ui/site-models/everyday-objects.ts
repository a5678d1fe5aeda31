import weights from "@vladmandic/human/models/centernet.bin?url"
import graph from "@vladmandic/human/models/centernet.json?url"
import { fileSizes } from "../../engine/file-sizes.ts"
import { cocoNames } from "./coco-names.ts"
import type { SiteModel } from "./site-model.ts"

const sizes = fileSizes.everydayObjects

/** CenterNet on MobileNetV3, trained on COCO: the model of photos while the visitor has opened none. */
export const everydayObjects: SiteModel = {
  id: "photo",
  name: "Everyday objects",
  files: {
    "centernet.json": { address: graph, size: sizes.graph },
    "centernet.bin": { address: weights, size: sizes.weights },
  },
  labels: cocoNames,
  // The model scales pixels by itself.
  preprocessing: {
    do_resize: true,
    size: { height: 512, width: 512 },
    do_rescale: false,
    do_normalize: false,
  },
  quality: "fast",
  knows: "everyday objects",
  origin: "CenterNet (MB3-CenterNet), from @vladmandic/human, MIT licence",
}
