// A program that prints the digests of the outputs for all cases; its argument is the number of threads.
import { onnxruntimeWeb } from "../src/index.ts"
import { cases } from "./bits.ts"
import { digestOfAnswers } from "./inputs.ts"

const backend = onnxruntimeWeb({ threads: Number(process.argv[2]) })
const digests: string[] = []
for (const { source, pictures } of cases) {
  digests.push(await digestOfAnswers(await backend.load(source), pictures, 8))
}
console.log(JSON.stringify(digests))
