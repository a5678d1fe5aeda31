import { basename } from "node:path"
import { median, range, table } from "@pami/measure"
import type { Page } from "playwright"
import type { Site } from "../test/e2e/site.ts"
import {
  done,
  explainAgain,
  explained,
  inZoo,
  kinds,
  open,
  opened,
  passes,
  patience,
  scene,
} from "../test/e2e/steps.ts"
import { openBare } from "./bare-inference.ts"
import { longestTask, watchTasks } from "./tasks.ts"

const bundled = ["model.onnx", "labels.txt", "preprocessor_config.json"]

/**
 * A whole map, as the page makes it by default and with the sliding window, against as many passes of the same model with
 * nothing but onnxruntime-web, all threads and batches of 8, in another tab before and after it. Of the map, all is
 * counted, from the page's question to its engine until the last step is shown; by default an image that is explained
 * again is not cut again.
 *
 * @param model files of an ONNX model, its own first; none for the bundled one
 */
export async function fullMap(site: Site, model: readonly string[], rounds: number): Promise<void> {
  const rows: Record<string, string | number>[] = []
  for (const [strategy, fragment, isNew] of [
    ["default: pre-segmentation, another image", "", true],
    ["default, again", "", false],
    ["sliding window, again", "#explain?strategy=sliding-window", false],
  ] as const) {
    const { page, close } = await site.visit("about:blank")
    page.setDefaultTimeout(patience)
    await watchTasks(page)
    await page.goto(`${site.isolated}${fragment}`)
    await done(page)
    // An own image is explained by the model of photos, unless a model was opened.
    const files = model.length > 0 || !isNew ? model : bundled.map(inZoo)
    if (files.length > 0) {
      await open(page, "Model files", ...files)
      await opened(page, "Model", basename(files[0]))
      await done(page)
    }
    const bare = await openBare(site, model[0] ?? inZoo("model.onnx"))
    const ratios: number[] = []
    const began = await page.evaluate(() => performance.now())
    let count = 0
    for (let round = 0; round < rounds; round++) {
      const before = await passes(page)
      const fed = count || before
      const first = await bare.run(fed)
      if (isNew) await explained(page, () => open(page, "Image files", [kinds, scene][round % 2]))
      else await explainAgain(page)
      count = (await passes(page)) - before
      const last = await bare.run(count)
      ratios.push((await explaining(page)) / count / ((first / fed + last / count) / 2))
    }
    const longest = await longestTask(page, (tasks) => tasks.filter(({ start }) => start >= began))
    rows.push({
      strategy,
      passes: count,
      "of bare inference": Number(median(ratios).toFixed(3)),
      range: range(ratios),
      "longest task (ms)": Math.round(longest),
    })
    await bare.close()
    await close()
  }
  console.log(
    `\nA full map of ${model.length > 0 ? basename(model[0]) : "the bundled model"}, time of as many bare passes = 1`,
  )
  console.log(table(rows))
}

/** Time of the latest sweep, in ms. */
async function explaining(page: Page): Promise<number> {
  return await page.evaluate(() => performance.getEntriesByName("explaining").at(-1)!.duration)
}
