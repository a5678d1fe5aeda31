import { useEffect } from "preact/hooks"
import { regionPasses } from "../../../engine/judge-contract.ts"
import { percent, score } from "../../logic/format.ts"
import type { Trust } from "../../trust/create-trust.ts"
import type { ChecksProps } from "./checks-props.ts"
import { CostButton } from "./CostButton.tsx"

// Of more units, a share says more than a number.
const countable = 100

/** The model's scores of the most important units alone, and of the others; and the smallest region that is enough. */
export function MostImportant({ trust, Kept, outlines = false }: ChecksProps) {
  const [about, free] = [trust.subject.value, trust.canAsk.value]
  useEffect(() => {
    if (free) void trust.askForKept()
  }, [about, free])
  const wanted = trust.share.value
  const answer = trust.kept.value
  const whole = trust.reach.value?.whole ?? NaN
  const { units, whole: input } = trust.nouns.value
  const written = (value: number | undefined) => score(value ?? NaN, trust.scale.value)
  return (
    <div class="check">
      <h3>Keep only the most important</h3>
      <label class="keep-share">
        <span>
          Most important <b>{shareOf(trust, wanted)}</b>
        </span>
        <input
          type="range"
          min={1}
          max={100}
          value={Math.round(wanted * 100)}
          aria-valuetext={`${Math.round(wanted * 100)} %${answer === null ? "" : `, score ${written(answer.kept)}`}`}
          onInput={(event) => trust.keep(event.currentTarget.valueAsNumber / 100)}
        />
      </label>
      <div class="kept">
        {(["kept", "others"] as const).map((which) => (
          <figure key={which}>
            {answer !== null && <Kept part={answer.part} inverse={which === "others"} />}
            <figcaption>
              {which === "kept" ? "Only these" : "All others"}{" "}
              <b class="number">{written(answer?.[which])}</b>
            </figcaption>
          </figure>
        ))}
      </div>
      <p class="soft small">
        {trust.name.value !== "" && `${trust.name.value}: ${written(whole)} for the whole ${input}. `}A good
        map keeps most of the score in a few important {units}, and leaves little to the others.
      </p>
      <Region trust={trust} whole={whole} outlines={outlines} />
    </div>
  )
}

interface RegionProps {
  readonly trust: Trust
  readonly whole: number
  readonly outlines: boolean
}

function Region({ trust, whole, outlines }: RegionProps) {
  const found = trust.region.value
  if (found === null)
    return whole > 0 ? (
      <CostButton trust={trust} label="Find smallest region" passes={regionPasses} press={trust.findRegion} />
    ) : (
      <p class="soft small">A smallest sufficient region needs a score above 0.</p>
    )
  const kept = `${Math.round(found.keep * 100)} %`
  const { whole: input } = trust.nouns.value
  return (
    <p role="status">
      {found.share < 1
        ? `The smallest sufficient region${outlines ? ", outlined," : ""} is the most important ${shareOf(trust, found.share)}: it alone keeps ${kept} of the score. `
        : `No smaller region than the whole ${input} keeps ${kept} of the score. `}
      {found.share < 1 && (
        <button type="button" class="small" onClick={() => trust.keep(found.share)}>
          Keep this region
        </button>
      )}
    </p>
  )
}

/** Returns a share of the units in words; of few, with their number: `20.0 % (3 of 15 words)`. */
function shareOf({ units, nouns }: Trust, share: number): string {
  const all = units.value
  const number = all <= countable ? ` (${Math.round(share * all)} of ${all} ${nouns.value.units})` : ""
  return `${percent(share)}${number}`
}
