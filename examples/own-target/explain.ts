// Why does the model see an animal, of whatever kind? The classes of a group are explained as one.
import { writeFile } from "node:fs/promises"
import { models, pictures } from "@pami/zoo"
import { explainer } from "pami"
import { group } from "./group.ts"

const { onnx, labels, preprocessing } = models.scenes
const animals = ["butterfly", "fish", "ladybird"].map((name) => labels.indexOf(name))

await using explain = await explainer(onnx.href, { labels, preprocessing, passes: 300 })
const { prediction, map, figure } = await explain(pictures.scene.href, {
  target: group("an animal", animals),
})
console.log(`${prediction[0].label}: ${(100 * prediction[0].score).toFixed(1)} %`)
console.log(`highest importance: ${Math.max(...map()).toFixed(2)}`)
await writeFile("figure.png", await figure())
