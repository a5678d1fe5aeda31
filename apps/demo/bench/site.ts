// Prints what a visitor of the site waits for, in Chromium:
//   npm run bench -- site [--visits N] [--rounds N]     the first map, long tasks, a full map against bare inference
//   npm run bench -- site --model FILE... [--rounds N]  a full map of another ONNX model against bare inference
//   npm run bench -- site --memory                      memory over 100 explanations, models switched in between
//   npm run bench -- site [--memory] --beside FOLDER    the same of another build of the site, in turn with this one: a
//     former one with `git worktree add FORMER REVISION`, then `npm run setup` and `vite build` in its apps/demo
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { openSite, publish } from "../test/e2e/site.ts"
import { coldVisits } from "./cold-visits.ts"
import { firstLoad } from "./first-load.ts"
import { fullMap } from "./full-map.ts"
import { manyExplanations } from "./many-explanations.ts"
import type { NamedSite } from "./named-site.ts"

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "3" },
    rounds: { type: "string", default: "5" },
    model: { type: "string", multiple: true, default: [] },
    memory: { type: "boolean", default: false },
    beside: { type: "string" },
  },
})
const other = values.beside === undefined ? undefined : await publish(fromCaller(values.beside))
const site = await openSite()
const sites: NamedSite[] = [
  { name: "this", site },
  ...(other === undefined ? [] : [{ name: "beside", site: await openSite(other) }]),
]
try {
  if (values.memory) for (const one of sites) await manyExplanations(one)
  else {
    const model = values.model.map(fromCaller)
    if (model.length > 0 && !model[0].endsWith(".onnx"))
      throw new Error(
        `--model takes an ONNX file first, as bare inference is that of onnxruntime-web; not ${model[0]}`,
      )
    if (model.length === 0) {
      await firstLoad(sites)
      await coldVisits(sites, wholeNumber("visits"))
    }
    for (const { name, site } of sites) {
      console.log(`\nSite: ${name}`)
      await fullMap(site, model, wholeNumber("rounds"))
    }
  }
} finally {
  for (const { site } of sites) await site.close()
  await other?.close()
}

/** The shell's folder is another where a script of the repository starts this. */
function fromCaller(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? "", path)
}

function wholeNumber(name: "visits" | "rounds"): number {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} is a whole number from 1, not ${values[name]}`)
  return number
}
