// Explains a model that runs on a backend of this folder.
import { writeFile } from "node:fs/promises"
import { pictures } from "@pami/zoo"
import { explainer } from "pami"
import { colourBackend } from "./backend.ts"
import colours from "./colours.json" with { type: "json" }

await using explain = await explainer(new URL("colours.json", import.meta.url), {
  backend: colourBackend(),
  labels: Object.keys(colours),
  preprocessing: "0-255",
  mask: "black",
  passes: 200,
})
const { prediction, figure } = await explain(pictures.scene.href, { target: "yellow" })
for (const { label, score } of prediction)
  console.log(`${label}: ${(100 * score).toFixed(1)} % of the pixels`)
await writeFile("figure.png", await figure())
