// Prints what a visitor of the site waits for, in Chromium:
//   npm run bench -- site [--visits N] [--rounds N]     the first map, long tasks, a full map against bare inference
//   npm run bench -- site --model FILE... [--rounds N]  a full map of another ONNX model against bare inference
//   npm run bench -- site --memory                      memory over 100 explanations, models switched in between
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { openSite } from "../test/e2e/site.ts"
import { coldVisits } from "./cold-visits.ts"
import { fullMap } from "./full-map.ts"
import { manyExplanations } from "./many-explanations.ts"

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "3" },
    rounds: { type: "string", default: "5" },
    model: { type: "string", multiple: true, default: [] },
    memory: { type: "boolean", default: false },
  },
})
const site = await openSite()
try {
  if (values.memory) await manyExplanations(site)
  else {
    // The shell's folder is another where a script of the repository starts this.
    const model = values.model.map((file) => resolve(process.env["INIT_CWD"] ?? "", file))
    if (model.length > 0 && !model[0].endsWith(".onnx"))
      throw new Error(
        `--model takes an ONNX file first, as bare inference is that of onnxruntime-web; not ${model[0]}`,
      )
    if (model.length === 0) await coldVisits(site, wholeNumber("visits"))
    await fullMap(site, model, wholeNumber("rounds"))
  }
} finally {
  await site.close()
}

function wholeNumber(name: "visits" | "rounds"): number {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} is a whole number from 1, not ${values[name]}`)
  return number
}
