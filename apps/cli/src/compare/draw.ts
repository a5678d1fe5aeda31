import { basename } from "node:path"
import { grouped } from "@pami/core/tensor"
import type { Finding, Scale } from "@pami/core"
import type { Curve } from "@pami/evaluation"
import type { ComparisonChart } from "@pami/figure/charts"
import { renderComparison } from "@pami/figure/node"
import { shortLabel } from "@pami/image"
import type { ResultLine } from "@pami/runs"
import type { NamedMap } from "../evaluate/evaluate-input.ts"
import type { Plan } from "../evaluate/plan.ts"
import type { PreparedImage } from "../evaluate/prepare.ts"
import type { MethodRequest } from "../evaluate/request.ts"
import type { LoadedModel } from "../load-model.ts"
import { modelName } from "../write-outputs.ts"
import { writeResult } from "../write.ts"
import { encodeFigure } from "../figure-format.ts"

/** All that a comparison shows. */
export interface Comparison {
  readonly image: string
  /** Of the explained class. */
  readonly label: string
  readonly scale: Scale
  readonly loaded: LoadedModel
  readonly request: MethodRequest
  readonly plan: Plan
  readonly prepared: PreparedImage
  readonly maps: readonly NamedMap[]
  readonly lines: readonly ResultLine[]
}

/** Draws a comparison and writes it. Returns the findings of the drawing. */
export async function writeComparison(path: string, comparison: Comparison): Promise<readonly Finding[]> {
  const { image, label, loaded, prepared, maps } = comparison
  const rendered = await renderComparison({
    image: prepared.picture,
    geometry: prepared.prepared.geometry,
    title: `Why ${shortLabel(label).split(",", 1)[0]}?`,
    subtitle: `${basename(image)}  ·  ${modelName(loaded.file)}`,
    maps: maps.map(({ name, map, passes }) => ({
      name,
      map,
      note: `${grouped(passes)} passes`,
    })),
    charts: comparison.plan.metrics.flatMap(({ name }) => chartOf(name, comparison)),
    footer: footerOf(comparison),
  })
  await writeResult(path, await encodeFigure(rendered, path))
  return rendered.findings
}

/** Returns the chart of a metric; none if a method has no curve. */
function chartOf(metric: string, { maps, lines, label, scale }: Comparison): ComparisonChart[] {
  const found = maps.map(({ name }) => lines.find((line) => line.method === name && line.metric === metric))
  const drawn = found.flatMap((line, index) => {
    const curve = line?.["curve"] as Curve | undefined
    return curve === undefined
      ? []
      : [{ name: maps[index].name, value: line!.value!.toFixed(3), ...axes(curve) }]
  })
  if (drawn.length < maps.length) return []
  const [kind, baseline] = metric.split(":")
  const isInsertion = kind === "insertion"
  const scores = drawn.flatMap(({ y }) => y)
  const [min, max] = scale.unit === "probability" ? [0, 1] : [Math.min(...scores), Math.max(...scores)]
  return [
    {
      title: isInsertion ? `Insertion from ${baseline}` : `Deletion to ${baseline}`,
      x: {
        min: 0,
        max: 1,
        marks: [0, 0.5, 1],
        label: `share of pixels ${isInsertion ? "inserted" : "deleted"}`,
      },
      y: { min, max: max > min ? max : min + 1, label: `${scale.unit} of ${label.split(",", 1)[0]}` },
      lines: drawn,
    },
  ]
}

function axes({ shares, scores }: Curve): { readonly x: readonly number[]; readonly y: readonly number[] } {
  return { x: shares, y: scores }
}

function footerOf({ plan, request: { passes, seed } }: Comparison): string[] {
  const budget = passes.map(grouped).join(" or ")
  return [
    `Each method masks with ${plan.masking.name}, and spends at most ${budget} forward passes; random choices have the seed ${seed}. ` +
      "Each map has its own range of colours, from its lowest value to its highest: values of two methods have different units.",
    "A curve shows the score while pixels are inserted into the baseline, or replaced by it, the most important first. " +
      "The number beside a name is the area under its curve: for insertion a high one is better, for deletion a low one.",
  ]
}
