import { average, classProbability, explain, slidingWindow, topClasses } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { peak } from "./footprint/peak.ts"
import { inputFor, subjectFrom } from "./subject.ts"

const [passes, classes, ...args] = process.argv.slice(2)
const subject = subjectFrom(args)
const model = await onnxruntimeNode({ threads: subject.threads }).load(subject.model)
const { input } = await inputFor(subject, model)
const explanation = await explain({
  model,
  input,
  target: classProbability({ classes: classes === "all" ? "all" : topClasses(1) }),
  partitioner: slidingWindow({ passes: Number(passes) }),
  passes: Number(passes),
})
average(explanation)
await model.dispose()
process.stdout.write(String(peak() / 1024))
