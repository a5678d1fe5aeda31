import { existsSync, readFileSync } from "node:fs"
import { average, classProbability, explain, slidingWindow, topClasses } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
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
process.stdout.write(String(peakKibibytes()))

function peakKibibytes(): number {
  // Linux counts in maxRSS what the parent held when it forked; in this it does not.
  const own = existsSync("/proc/self/status")
    ? /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))
    : null
  return own === null ? process.resourceUsage().maxRSS : Number(own[1])
}
