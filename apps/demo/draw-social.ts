// Draws the image that links to the site are shown with, from the product's own figure: pnpm social
import { fileURLToPath } from "node:url"
import { explainer } from "@pami/explainer"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models, pictures } from "@pami/zoo"
import sharp from "sharp"
import { socialSize } from "./social-tags.ts"

const { width, height } = socialSize
const margin = 40

const { onnx, labels, preprocessing } = models.scenes
await using explain = await explainer(onnx.href, { backend: onnxruntimeNode(), labels, preprocessing })
const { figure } = await explain(pictures.scene.href, { target: "mushroom" })
const drawn = await sharp(await figure())
  .resize(width - 2 * margin, height - 2 * margin, { fit: "inside" })
  .toBuffer()
await sharp({ create: { width, height, channels: 3, background: "#ffffff" } })
  .composite([{ input: drawn, gravity: "centre" }])
  .png({ palette: true, quality: 90, effort: 10 })
  .toFile(fileURLToPath(new URL("public/social.png", import.meta.url)))
