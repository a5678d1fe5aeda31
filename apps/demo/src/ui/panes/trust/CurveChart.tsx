import { layOutChart, seriesStyle } from "@pami/figure/charts"
import type { Curve, Ranking } from "../../../engine/judge-contract.ts"
import { rankingNames } from "../../trust/words.ts"
import { value } from "../../logic/format.ts"

const size = { width: 220, height: 120 }
const order = Object.keys(rankingNames) as Ranking[]

/** Returns the look of a ranking's line. Dashes differ as colours do. */
export function lineStyle(ranking: Ranking): Record<string, string> {
  const { color, darkColor, dash } = seriesStyle(order.indexOf(ranking))
  return { stroke: `light-dark(${color}, ${darkColor})`, "stroke-dasharray": dash === "" ? "none" : dash }
}

interface CurveChartProps {
  readonly title: string
  readonly better: string
  readonly curves: readonly Curve[]
  /** The curves of all charts, which share their axes. */
  readonly all: readonly Curve[]
}

/** Curves of one kind under one mask, as far as they are known. */
export function CurveChart({ title, better, curves, all }: CurveChartProps) {
  const scores = all.flatMap((curve) => curve.scores).filter(Number.isFinite)
  const min = Math.min(0, ...scores)
  const max = Math.max(...scores, min + 1e-6)
  const { lines, xMarks, yMarks } = layOutChart({
    ...size,
    x: { min: 0, max: 100 },
    y: { min, max },
    series: curves.map(knownPoints),
  })
  const areas = curves.map(
    ({ ranking, area }) => `${rankingNames[ranking]} ${area === null ? "unknown" : value(area)}`,
  )
  return (
    <figure>
      <figcaption>
        <b>{title}</b> <span class="soft small">{better}</span>
      </figcaption>
      <svg
        viewBox={`-34 -8 ${size.width + 54} ${size.height + 32}`}
        role="img"
        aria-label={`${title}. Areas: ${areas.join(", ")}`}
      >
        <path class="axis" d={`M0,0V${size.height}H${size.width}`} />
        {yMarks.map(({ at, text }) => (
          <text key={text} x={-5} y={at + 3} text-anchor="end">
            {text}
          </text>
        ))}
        {xMarks.map(({ at, text }) => (
          <text key={text} x={at} y={size.height + 14} text-anchor="middle">
            {text} %
          </text>
        ))}
        {curves.map(({ ranking }, index) => (
          <path key={ranking} class="curve" d={lines[index]} style={lineStyle(ranking)} />
        ))}
      </svg>
    </figure>
  )
}

function knownPoints({ shares, scores }: Curve) {
  const known = [...scores.keys()].filter((point) => Number.isFinite(scores[point]))
  return { x: known.map((point) => shares[point] * 100), y: known.map((point) => scores[point]) }
}
