import { basename } from "node:path"
import { average } from "@pami/core"
import type { Explanation, Selection } from "@pami/core"
import type { ColorMapName, Geometry, Labels, Picture } from "@pami/image"
import { renderSheet } from "@pami/image/node"
import type { Job } from "./job.ts"
import { grouped } from "./progress.ts"
import { nameOf, topOf } from "./result.ts"

/** How the figure looks. */
export interface Look {
  /** Default: viridis, blue-red for a contrast. */
  readonly colors: ColorMapName | undefined
  /** 0 to 1. */
  readonly opacity: number | undefined
}

/** What the figure shows. */
export interface FigureOptions {
  /** File of the picture. */
  readonly input: string
  readonly picture: Picture
  readonly geometry: Geometry
  readonly explanation: Explanation
  readonly selections: readonly Selection[]
  readonly labels: Labels | undefined
  /** What the model is called. */
  readonly model: string
  readonly job: Job
  readonly look: Look
}

/** The figure as the bytes of a PNG file: the input, and for each target the overlay and the map with its scale. */
export async function figure(options: FigureOptions): Promise<Uint8Array> {
  const { input, picture, geometry, explanation, selections, labels, model, job, look } = options
  const name = (target: number) => nameOf(target, labels)
  const chosen = selections.map((selection) =>
    typeof selection === "number" ? { target: selection, versus: undefined } : selection,
  )
  const [first] = chosen
  const against = first.versus === undefined ? "" : ` rather than ${shortName(name(first.versus))}`
  const { png } = await renderSheet({
    picture,
    geometry,
    title: `Why ${shortName(name(first.target))}${against}?`,
    subtitle: `${basename(input)}  ·  ${model}`,
    predictions: topOf(explanation, labels).map((score) => ({
      label: name(score.class),
      score: score.probability,
      explained: explanation.targets.includes(score.class),
    })),
    targets: chosen.map(({ target, versus }, index) => ({
      label: name(target),
      score: explanation.prediction[target],
      map: average(explanation, selections[index]),
      ...(versus === undefined ? {} : { versus: name(versus) }),
      ...(look.colors === undefined ? {} : { colorMap: look.colors }),
    })),
    ...(look.opacity === undefined ? {} : { opacity: look.opacity }),
    footer: [footer(explanation, job, first.versus !== undefined)],
  })
  return png
}

/** Of `tabby, tabby cat` the first. */
function shortName(label: string): string {
  return label.split(",", 1)[0]
}

function footer({ passes, complete }: Explanation, job: Job, contrast: boolean): string {
  const { strategy, mode, mask, preprocessing } = job
  const parts = strategy === "grid" ? "grid" : "sliding window"
  return (
    `PAMI, ${parts}, ${grouped(passes)} forward passes${complete ? "" : " (stopped early)"}: each shows the model one part ` +
    `and masks the rest (${mask}${mode === "authors" ? ", as the authors' code" : ""}); a pixel's value is the mean ` +
    `${contrast ? "difference of the two scores" : "score"} of the parts that show it. Preprocessing: ${preprocessing.name}.`
  )
}
