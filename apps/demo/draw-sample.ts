// Draws the image of the first visit: pnpm sample
import { fileURLToPath } from "node:url"
import { scene } from "@pami/zoo"
import sharp from "sharp"
import { firstSample } from "./src/ui/logic/samples.ts"

// As large as it is shown, and no more: it is part of the first load.
const side = 384

const { width, height, pixels } = scene(firstSample.seed, { ...firstSample.options, width: side })
await sharp(pixels, { raw: { width, height, channels: 3 } })
  .webp({ lossless: true, effort: 6 })
  .toFile(fileURLToPath(firstSample.address!))
