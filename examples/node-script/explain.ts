// Explains an image: node explain.ts MODEL IMAGE. Without them, the scene and the model of @pami/zoo.
import { writeFile } from "node:fs/promises"
import { models, pictures } from "@pami/zoo"
import { explainer } from "pami"

const { onnx, labels, preprocessing } = models.scenes
const [model, image = pictures.scene.href] = process.argv.slice(2)

// Labels and preprocessing of your own model are found in files next to it, or named like those of the zoo's.
await using explain = await (model === undefined
  ? explainer(onnx.href, { labels, preprocessing })
  : explainer(model))
const { prediction, map, figure, save, findings } = await explain(image, { passes: 300 })

for (const { id, label = `class ${id}`, score } of prediction.slice(0, 3))
  console.log(`${label}: ${(100 * score).toFixed(1)} %`)

// The map of another class costs no further run of the model.
const [first, second] = prediction
console.log(`highest importance: ${Math.max(...map()).toFixed(2)} for ${first.label ?? first.id}`)
console.log(
  `highest importance: ${Math.max(...map(second.label)).toFixed(2)} for ${second.label ?? second.id}`,
)

await writeFile("figure.png", await figure())
await writeFile("explanation.npz", save()) // for numpy, or `pami read`
for (const { message } of findings) console.log(`note: ${message}`)
