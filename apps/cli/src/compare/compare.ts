import { basename, extname } from "node:path"
import { decideOnce } from "@pami/explainer"
import { createTarget, expectNoOtherClass, resolveRecipe, sweptClasses } from "@pami/recipe"
import type { ImageRecipe } from "@pami/recipe"
import { recipeFor } from "../choose-recipe.ts"
import type { Console } from "../console.ts"
import { shorten } from "../distinct-names.ts"
import { evaluateInput } from "../evaluate/evaluate-input.ts"
import { createPlan } from "../evaluate/plan.ts"
import { prepareImage } from "../evaluate/prepare.ts"
import { methodRequest } from "../evaluate/request.ts"
import type { MethodFlags } from "../evaluate/request.ts"
import { exitStatus, UsageError } from "../exit-status.ts"
import { filesWithin } from "../files.ts"
import { loadModel, prepareLoaded } from "../load-model.ts"
import type { LoadedModel } from "../load-model.ts"
import { expectNoOverwriting } from "../overwriting.ts"
import { oneLine } from "../printable.ts"
import { statusLine } from "../progress.ts"
import { describeFindings } from "../result.ts"
import { expectWritable } from "../write.ts"
import { writeComparison } from "./draw.ts"
import { expectFigureName } from "../figure-format.ts"

/** Options of `pami compare`, as commander hands them over. */
export interface CompareFlags extends MethodFlags {
  readonly target: string
  readonly output: string | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}

/** `pami compare`: draws the maps of several methods for one image side by side, with their insertion and deletion curves. */
export async function compareCommand(image: string, flags: CompareFlags, console: Console): Promise<number> {
  const { target: targetText, output, json = false, quiet = false } = flags
  const request = methodRequest(flags)
  const { signal } = console
  if (/^top:(?!1$)/.test(targetText))
    throw new UsageError(`--target ${targetText}: a comparison explains one class`)
  const plan = createPlan(request, ["insertion", "deletion"])
  const path = output ?? `${shorten(basename(image, extname(image)), 200)}.compare.png`
  await expectPlace(image, flags, path)
  const line = statusLine(console, quiet || json)
  line.show(`${basename(image)}  loading`)
  const loaded = await loadModel(request.model, console)
  try {
    const preparation = await prepareLoaded(loaded, request.model)
    const draft = await recipeFor({ ...request.recipe, target: targetText }, {}, loaded, preparation)
    const files = filesWithin(request.model.maxPixels)
    const resolved = await resolveRecipe(draft, files)
    const prepared = await prepareImage(await files.picture(image), plan, resolved, loaded)
    const { input } = prepared.prepared
    const { recipe, scale, findings } = await decideOnce(loaded)(draft, input, { signal })
    const { target, explained } = targetOf(recipe, loaded, targetText)
    const { maps, lines } = await evaluateInput({
      name: image,
      model: loaded.model,
      labels: loaded.labels,
      input,
      baselines: prepared.baselines,
      target,
      classes: () => ({ explained: explained() }),
      classTarget: () => target,
      truth: async () => undefined,
      methods: plan.methods,
      metrics: plan.metrics,
      batch: request.model.batch,
      signal,
      onStep: (step) => line.show(`${basename(image)}  ${step}`),
    })
    const failed = lines.filter(({ error }) => error !== undefined)
    for (const { method, error } of failed)
      console.stderr(`pami: ${oneLine(`${method}: ${error!.message}`)} [${error!.code}]\n`)
    if (maps.length === 0) return exitStatus.runtime
    line.show(`${basename(image)}  drawing`)
    const id = explained()
    const label = loaded.labels?.[id] ?? `class ${id}`
    const drawn = await writeComparison(path, {
      image,
      label,
      scale,
      loaded,
      request,
      plan,
      prepared,
      maps,
      lines,
    })
    line.end()
    const values = lines.flatMap(({ method, metric, value }) =>
      value === undefined ? [] : [{ method, metric, value }],
    )
    const found = [...preparation.findings, ...findings, ...drawn]
    if (json)
      console.stdout(
        `${JSON.stringify({ input: image, class: id, label: loaded.labels?.[id] ?? null, values, findings: found, files: { picture: path } }, null, 2)}\n`,
      )
    else console.stdout(`${oneLine(image)}  ${oneLine(label)}\n  figure      ${oneLine(path)}\n`)
    if (!quiet) console.stderr(describeFindings(found, loaded.labels, console.hasFlag))
    return failed.length > 0 ? exitStatus.runtime : exitStatus.done
  } finally {
    line.end()
    if (!signal.aborted) await loaded.model.dispose()
  }
}

async function expectPlace(
  image: string,
  { model, labels, output }: CompareFlags,
  path: string,
): Promise<void> {
  expectFigureName("-o", path)
  await expectNoOverwriting({
    reads: [
      { what: "the input image", path: image },
      { what: "the model", path: model },
      { what: "the labels", path: labels },
    ],
    writes: [{ what: output === undefined ? "the figure's default name" : "-o", path }],
    model,
  })
  await expectWritable(path)
}

/** Returns the target that keeps the scores of the explained class, which is known once the model has seen the image. */
function targetOf(recipe: ImageRecipe, { labels }: LoadedModel, text: string) {
  let chosen: number | undefined
  const target = createTarget(recipe, {
    labels,
    classes: (prediction) => {
      expectNoOtherClass(text, labels, prediction.length, "--target")
      const [first] = sweptClasses(recipe)(prediction)
      chosen = first
      return [first]
    },
  })
  return { target, explained: () => chosen! }
}
