import { PamiError } from "@pami/core"
import type { TargetId } from "@pami/core"
import { nameTargetFully } from "@pami/explainer"
import type { Explainer, ExplainerOptions, Result } from "@pami/explainer"
import { drawSummary } from "@pami/figure"
import { renderDrawing } from "@pami/figure/node"
import type { RenderedFigure } from "@pami/figure/node"
import { summarizeMaps } from "@pami/table"
import type { ColumnSummary } from "@pami/table"

/** The importance of a column, or of a group of one-hot columns, over the rows of a table. */
export interface FeatureSummary extends ColumnSummary {
  readonly name: string
}

/** The explanations of many rows, in short. */
export interface RowsSummary {
  /** Number of rows that were explained. */
  readonly rows: number
  /** The target of all maps. */
  readonly target: { readonly id: TargetId; readonly label: string | null }
  /** The most important first. */
  readonly features: readonly FeatureSummary[]
  /** The explanation of the first row. */
  readonly first: Result
}

// Of a table with more rows, those at equal distances.
const mostRows = 1000

/**
 * Explains the rows of a table, one after the other, and returns the mean and the spread of each column.
 *
 * @param onRow called before each row
 * @throws PamiError `INPUT_UNSUITABLE` for an input that is not a table
 */
export async function explainRows(
  explain: Explainer,
  input: string,
  options: ExplainerOptions,
  onRow: (row: number, rows: number) => void,
): Promise<RowsSummary> {
  const first = await explain(input, { ...options, row: 0 })
  const { rows } = first
  if (rows === undefined)
    throw new PamiError("INPUT_UNSUITABLE", `--row is for tables, and ${input} is not one`)
  const count = Math.min(rows, mostRows)
  const results = [first]
  for (let index = 1; index < count; index++) {
    const row = Math.floor((index * rows) / count)
    onRow(index, count)
    results.push(await explain(input, { ...options, row }))
  }
  const id =
    options.target === undefined
      ? mostPredicted(results)
      : first.explanation.targets[first.explanation.preferred].id
  const maps = results.map(({ map, features }) =>
    Float32Array.from(features!(map(id)), ({ importance }) => importance),
  )
  const names = first.features!(first.map(id)).map(({ name }) => name)
  const label = first.prediction.find((target) => target.id === id)?.label ?? null
  return {
    rows: count,
    target: { id, label },
    features: summarizeMaps(maps)
      .map((summary, index) => ({ name: names[index], ...summary }))
      .sort((a, b) => b.meanAbsolute - a.meanAbsolute),
    first,
  }
}

/** Returns the target that most rows score highest. */
function mostPredicted(results: readonly Result[]): TargetId {
  const counts = new Map<TargetId, number>()
  for (const { prediction } of results) counts.set(prediction[0].id, (counts.get(prediction[0].id) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** Draws the summary of rows. */
export async function drawRows(
  { rows, target, features, first }: RowsSummary,
  input: string,
  model: string,
): Promise<RenderedFigure> {
  const name = nameTargetFully(target.id, target.label, first.explanation.scale)
  return await renderDrawing((tools) =>
    drawSummary(
      {
        bars: features,
        title: `Why ${name}, over ${rows} rows`,
        subtitle: `${input}  ·  ${model}`,
        unit: `effect on ${name}`,
      },
      tools,
    ),
  )
}
