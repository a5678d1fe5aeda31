import type { Curve, Ranking } from "../../../engine/judge-contract.ts"
import { percent, score } from "../../logic/format.ts"
import type { Trust } from "../../trust/create-trust.ts"
import { capitalized, rankingNames } from "../../trust/words.ts"
import { chartsOf } from "./charts-of.ts"

interface TableProps {
  readonly trust: Trust
  readonly curves: readonly Curve[]
  readonly rankings: readonly Ranking[]
}

function find(curves: readonly Curve[], ranking: Ranking, { kind, mask }: Pick<Curve, "kind" | "mask">) {
  return curves.find((curve) => curve.ranking === ranking && curve.kind === kind && curve.mask === mask)
}

/** The areas under all curves: the mean score over the shares of units. */
export function AreaTable({ trust, curves, rankings }: TableProps) {
  const charts = chartsOf(trust)
  const written = writer(trust)
  return (
    <div class="table" role="region" aria-label="Areas" tabIndex={0}>
      <table>
        <caption>Areas under the curves</caption>
        <thead>
          <tr>
            <th scope="col">Order</th>
            {charts.map(({ title, kind }) => (
              <th scope="col" key={title}>
                {title} {kind === "insertion" ? "↑" : "↓"}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rankings.map((ranking) => (
            <tr key={ranking}>
              <th scope="row">{rankingNames[ranking]}</th>
              {charts.map((chart) => (
                <td key={chart.title}>{written(find(curves, ranking, chart)?.area)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The values of all curves, for those who do not see them. */
export function ValueTables({ trust, curves, rankings }: TableProps) {
  const written = writer(trust)
  return (
    <details>
      <summary>Values as tables</summary>
      {chartsOf(trust).map((chart) => (
        <div class="table" role="region" aria-label={chart.title} tabIndex={0} key={chart.title}>
          <table>
            <caption>{chart.title}</caption>
            <thead>
              <tr>
                <th scope="col">{capitalized(trust.nouns.value.units)}</th>
                {rankings.map((ranking) => (
                  <th scope="col" key={ranking}>
                    {rankingNames[ranking]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(find(curves, rankings[0], chart)?.shares ?? []).map((share, point) => (
                <tr key={share}>
                  <th scope="row">{percent(share)}</th>
                  {rankings.map((ranking) => (
                    <td key={ranking}>{written(find(curves, ranking, chart)?.scores[point])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </details>
  )
}

function writer({ scale }: Trust) {
  return (value: number | null | undefined) => score(value ?? NaN, scale.value)
}
