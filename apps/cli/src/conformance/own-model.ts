import { basename } from "node:path"
import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import type { Subject } from "@pami/conformance"
import { blur, pictureInput, presetNames } from "@pami/image"
import type { Layout } from "@pami/image"
import { chooseRecipe, decideOnce, describeModel } from "@pami/explainer"
import type { DecideOnce, DescribedModel } from "@pami/explainer"
import { neighboursOf } from "@pami/explainer/node"
import { createTarget } from "@pami/recipe"
import type { Preparation } from "@pami/recipe"
import { exists, filesWithin, readText } from "../files.ts"
import { prepareLoaded } from "../load-model.ts"

/** How a model of one's own wants its image: as for `pami explain`. */
export interface OwnModelFlags {
  readonly preset: string | undefined
  readonly mean: readonly number[] | undefined
  readonly std: readonly number[] | undefined
  readonly layout: Layout | undefined
  readonly modelInput: string | undefined
  readonly modelOutput: string | undefined
  readonly maxPixels: number | undefined
}

/**
 * The user's model and image as something that backends are compared on, and what was found out about its
 * preprocessing once a backend has loaded it.
 *
 * @throws PamiError for files that are missing or not an image, before a backend is loaded
 */
export async function ownSubject(
  model: string,
  input: string,
  flags: OwnModelFlags,
): Promise<{ subject: Subject; findings: () => readonly Finding[] }> {
  if (!(await exists(model))) throw new PamiError("FILE_NOT_FOUND", `the file ${model} does not exist`)
  const picture = await filesWithin(flags.maxPixels).picture(input)
  const { preset } = flags
  if (preset !== undefined && !presetNames.some((name) => name === preset)) await readText(preset)
  let known: { readonly preparation: Preparation; readonly described: DescribedModel } | undefined
  // Decided once: backends are compared on the same question.
  let decide: DecideOnce | undefined
  let decided: readonly Finding[] = []
  const subject: Subject = {
    model: basename(model),
    name: `${basename(model)}/${basename(input)}`,
    open: (backend) => backend.load(model),
    async input(loaded) {
      const described = await describeModel(loaded, {
        hasPreprocessing: flags.preset !== undefined,
        ...neighboursOf(model),
      })
      const { mean, std, layout, modelInput } = flags
      const preparation = await prepareLoaded(described, {
        preset: flags.preset,
        preparation: { mean, std, layout, modelInput },
      })
      known = { preparation, described }
      const tensor = loaded.inputs.find(({ name }) => name === preparation.input)!
      const { input } = await pictureInput({
        picture,
        preprocessing: preparation.preprocessing,
        masking: blur(),
        tensor,
      })
      return input
    },
    async target(loaded, input) {
      const { preparation, described } = known!
      decide ??= decideOnce(described)
      const recipe = chooseRecipe(described, { output: flags.modelOutput }, preparation)
      const decision = await decide(recipe, input, { model: loaded })
      decided = decision.findings
      return createTarget(decision.recipe, { classes: "all" })
    },
  }
  const findings = () => [...(known?.preparation.findings ?? []), ...decided]
  return { subject, findings }
}
