import { basename } from "node:path"
import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import type { Subject } from "@pami/conformance"
import { blur, pictureInput, presetNames } from "@pami/image"
import type { Layout } from "@pami/image"
import { decideTarget, completeRecipe, createTarget } from "@pami/recipe"
import type { Decision, Discovery, Preparation } from "@pami/recipe"
import { exists, filesWithin, readText } from "../files.ts"
import { discoverNear, preparationFor } from "../loaded.ts"

/** How a model of one's own wants its picture: as for `pami explain`. */
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
 * The user's model and picture as something that backends are compared on, and what was found out about its
 * preprocessing once a backend has loaded it.
 *
 * @throws PamiError for files that are not there, or are no picture, before any backend is asked
 */
export async function ownSubject(
  model: string,
  input: string,
  flags: OwnModelFlags,
): Promise<{ subject: Subject; findings: () => readonly Finding[] }> {
  if (!(await exists(model))) throw new PamiError("FILE_NOT_FOUND", `there is no file ${model}`)
  const picture = await filesWithin(flags.maxPixels).picture(input)
  const { preset } = flags
  if (preset !== undefined && !presetNames.some((name) => name === preset)) await readText(preset)
  let known: { readonly preparation: Preparation; readonly discovery: Discovery } | undefined
  // Decided once, as backends are compared on the same question.
  let decided: Decision | undefined
  const subject: Subject = {
    model: basename(model),
    name: `${basename(model)}/${basename(input)}`,
    source: model,
    async input(loaded) {
      const discovery = await discoverNear(model, loaded, {
        labels: false,
        preprocessing: flags.preset !== undefined,
      })
      const preparation = await preparationFor({ model: loaded, file: model, discovery }, flags)
      known = { preparation, discovery }
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
      const { preparation, discovery } = known!
      const recipe = completeRecipe(
        { output: flags.modelOutput, labels: discovery.labels?.length },
        preparation,
      )
      decided ??= await decideTarget(recipe, loaded, input, { task: discovery.task })
      return createTarget(decided.recipe, "all")
    },
  }
  const findings = () => [...(known?.preparation.findings ?? []), ...(decided?.findings ?? [])]
  return { subject, findings }
}
