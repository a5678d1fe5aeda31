import { useSignal } from "@preact/signals"
import { curvePasses, type Ranking, type Rival } from "../../../engine/judge-contract.ts"
import type { Trust } from "../../trust/create-trust.ts"
import { capitalized, describeAreas, rankingNames } from "../../trust/words.ts"
import { chartsOf } from "./charts-of.ts"
import { CostButton } from "./CostButton.tsx"
import { CurveChart, lineStyle } from "./CurveChart.tsx"
import { AreaTable, ValueTables } from "./CurveTables.tsx"

/** Curves of the map under two masks, beside those of a random order and of a rival. */
export function Curves({ trust }: { readonly trust: Trust }) {
  const chosen = useSignal<Rival | null>(null)
  const rivals = trust.rivals.value
  const rival = rivals.find((name) => name === chosen.value) ?? rivals[0]
  const charts = chartsOf(trust)
  const passes = curvePasses(trust.units.value, trust.masks.value.length)
  const { units } = trust.nouns.value
  const drawn = trust.curves.value ?? []
  const rankings = [...new Set(drawn.map(({ ranking }) => ranking))]
  const hasOurs = rankings.includes("pami")
  const verdicts = rankings
    .filter((ranking) => ranking !== "pami")
    .flatMap((ranking) => describeAreas(drawn, ranking, charts.length) ?? [])
  return (
    <div class="check">
      <h3>Insertion and deletion</h3>
      <p class="soft small">
        {capitalized(units)} are shown, or masked, in the order of the map, the most important first: from
        left to right their share grows, and the curve is the score. A good insertion curve rises early: a
        larger area is better. A good deletion curve falls early: a smaller area is better.
        {charts.length > 2 && " Curves that differ between the two masks depend on the mask."}
      </p>
      {!hasOurs && (
        <CostButton
          trust={trust}
          label="Draw curves"
          passes={2 * passes}
          press={() => trust.traceCurves(["pami", "random"])}
        />
      )}
      {drawn.length > 0 && (
        <>
          <Legend rankings={rankings} />
          <div class="curves">
            {charts.map(({ kind, mask, title }) => (
              <CurveChart
                key={title}
                title={title}
                better={kind === "insertion" ? "higher is better" : "lower is better"}
                curves={drawn.filter((curve) => curve.kind === kind && curve.mask === mask)}
                all={drawn}
              />
            ))}
          </div>
          <div role="status">
            {verdicts.map((words) => (
              <p key={words}>{words}</p>
            ))}
          </div>
          <AreaTable trust={trust} curves={drawn} rankings={rankings} />
          <ValueTables trust={trust} curves={drawn} rankings={rankings} />
        </>
      )}
      {hasOurs && rivals.length === 0 && (
        <p class="soft small">
          Other methods do not explain an image and a text together: no rival is offered.
        </p>
      )}
      {hasOurs && rival !== undefined && (
        <div class="rival">
          <label>
            <span>Rival</span>
            <select value={rival} onChange={(event) => (chosen.value = event.currentTarget.value as Rival)}>
              {rivals.map((name) => (
                <option key={name} value={name}>
                  {rankingNames[name]}
                </option>
              ))}
            </select>
          </label>
          <CostButton
            trust={trust}
            label="Add rival"
            passes={(trust.sweep.value?.passes ?? 0) + passes}
            press={() => trust.traceCurves([rival])}
          />
        </div>
      )}
    </div>
  )
}

function Legend({ rankings }: { readonly rankings: readonly Ranking[] }) {
  return (
    <ul class="legend">
      {rankings.map((ranking) => (
        <li key={ranking}>
          <svg viewBox="0 0 32 8" aria-hidden="true">
            <path class="curve" d="M0,4H32" style={lineStyle(ranking)} />
          </svg>
          {rankingNames[ranking]}
        </li>
      ))}
    </ul>
  )
}
