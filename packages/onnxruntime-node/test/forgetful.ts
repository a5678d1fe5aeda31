// A program that does not await its runs, and does not dispose of its model.
import { brightness } from "@pami/test-models"
import { onnxruntimeNode } from "../src/index.ts"
import { plain } from "./pictures.ts"

const model = await onnxruntimeNode().load(brightness())
const runs = Array.from({ length: 32 }, () => model.run({ image: plain([1, 0, 0]) }))
void Promise.all(runs).then((answers) => console.log(`${answers.length} answers`))
