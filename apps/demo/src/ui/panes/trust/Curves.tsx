import { useSignal } from "@preact/signals"
import { curvePasses, rivals, type Ranking, type Rival } from "../../../engine/judge-contract.ts"
import { snapshot } from "../../state.ts"
import { traceCurves } from "../../trust/actions.ts"
import { curves, present } from "../../trust/state.ts"
import { describeAreas, rankingNames } from "../../trust/words.ts"
import { charts } from "./charts.ts"
import { CostButton } from "./CostButton.tsx"
import { CurveChart, lineStyle } from "./CurveChart.tsx"
import { AreaTable, ValueTables } from "./CurveTables.tsx"

/** Curves of the map under two masks, beside those of a random order and of a rival. */
export function Curves() {
  const rival = useSignal<Rival>("rise")
  const drawn = present(curves) ?? []
  const rankings = [...new Set(drawn.map(({ ranking }) => ranking))]
  const hasOurs = rankings.includes("pami")
  const verdicts = rankings
    .filter((ranking) => ranking !== "pami")
    .flatMap((ranking) => describeAreas(drawn, ranking) ?? [])
  return (
    <div class="check">
      <h3>Insertion and deletion</h3>
      <p class="soft small">
        Pixels are shown, or masked, in the order of the map, the brightest first: from left to right their
        share grows, and the curve is the score. A good insertion curve rises early: a larger area is better.
        A good deletion curve falls early: a smaller area is better. Curves that differ between the two masks
        depend on the mask.
      </p>
      {!hasOurs && (
        <CostButton
          label="Draw curves"
          passes={2 * curvePasses}
          press={() => traceCurves(["pami", "random"])}
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
          <AreaTable curves={drawn} rankings={rankings} />
          <ValueTables curves={drawn} rankings={rankings} />
        </>
      )}
      {hasOurs && (
        <div class="rival">
          <label>
            <span>Rival</span>
            <select
              value={rival.value}
              onChange={(event) => (rival.value = event.currentTarget.value as Rival)}
            >
              {rivals.map((name) => (
                <option key={name} value={name}>
                  {rankingNames[name]}
                </option>
              ))}
            </select>
          </label>
          <CostButton
            label="Add rival"
            passes={(snapshot.value?.passes ?? 0) + curvePasses}
            press={() => traceCurves([rival.value])}
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
