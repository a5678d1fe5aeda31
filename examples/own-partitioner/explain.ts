// Explains a scene with parts that no algorithm of PAMI cuts.
import { writeFile } from "node:fs/promises"
import { models, pictures } from "@pami/zoo"
import { explainer } from "pami"
import { voronoi } from "./voronoi.ts"

const { onnx, labels, preprocessing } = models.scenes
await using explain = await explainer(onnx.href, { labels, preprocessing })
const { prediction, explanation, figure } = await explain(pictures.scene.href, { partitioner: voronoi() })
console.log(`${prediction[0].label}: ${(100 * prediction[0].score).toFixed(1)} %`)
console.log(`${explanation.passes} parts in ${explanation.partitions.length} partitions`)
await writeFile("figure.png", await figure())
