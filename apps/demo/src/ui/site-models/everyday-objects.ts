import weights from "@vladmandic/human/models/centernet.bin?url"
import graph from "@vladmandic/human/models/centernet.json?url"
import { cocoNames } from "./coco-names.ts"
import type { SiteModel } from "./site-model.ts"

/** CenterNet on MobileNetV3, trained on COCO: the model of photos while the visitor has opened none. */
export const everydayObjects: SiteModel = {
  id: "photo",
  name: "Everyday objects",
  files: { "centernet.json": graph, "centernet.bin": weights },
  size: 4_231_963,
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
