import { axis, drawn, rangeFor, shown, type Variant } from "../compared.ts"
import { count, value as format } from "../logic/format.ts"
import { wordsOf } from "../logic/words.ts"
import { AppearanceControls } from "../panes/Appearance.tsx"
import { ColorBar } from "../panes/ColorBar.tsx"
import { CompareForm } from "../panes/CompareForm.tsx"
import { later } from "../panes/later.tsx"
import { Pane } from "../panes/Pane.tsx"
import { chosen, colorMap, prediction, nameOfChoice, image, probe, unitOfMap } from "../state.ts"

const Together = later(async () => (await import("../panes/compare/Together.tsx")).Together)

// Units of the values of other methods; PAMI's are scores.
const units: Partial<Record<string, string>> = {
  rise: "weighted mean of the score",
  lime: "coefficient of the score",
  "kernel-shap": "Shapley value",
  occlusion: "drop of the score",
}

/** The same image explained in several ways, side by side, on one scale; of several methods, on one each. */
export function Compare() {
  const target = chosen.value?.target
  return (
    <>
      <header class="question">
        <h1>Do other settings give the same map?</h1>
        <p class="soft">
          {target === undefined
            ? "Maps can be compared once the model has made a prediction."
            : `Maps of ${nameOfChoice(chosen.value!)}, ${axis.value === "method" ? "one per method, with the same limit of passes, each on its own scale" : "one per setting, on a common scale"}. Trust the regions on which they agree.`}
        </p>
      </header>
      <CompareForm />
      <Maps />
    </>
  )
}

/** The maps that are compared, or placeholders for them. */
export function Maps() {
  const bitmap = image.value?.preview
  const seen = prediction.value
  if (bitmap === undefined || seen === null || chosen.value === null)
    return (
      <div class="panes empty" aria-hidden="true">
        <div class="placeholder" />
        <div class="placeholder" />
        <div class="placeholder" />
      </div>
    )
  const ofMethods = axis.value === "method"
  return (
    <>
      <div class="panes comparing" data-count={shown.value.length}>
        {shown.value.map((variant, index) => (
          <div class={`pane-with-bar ${variant.view === null ? "pending" : ""}`} key={variant.value}>
            <Pane
              title={wordsOf(variant.value)}
              kind="overlay"
              bitmap={bitmap}
              geometry={seen.geometry}
              view={variant.view}
              colors={{ colorMap: colorMap.value, range: rangeFor(variant) }}
              first={index === 0}
            />
            <div>
              <Facts variant={variant} />
              {ofMethods && variant.view !== null && (
                <ColorBar
                  colorMap={colorMap.value}
                  range={rangeFor(variant)}
                  unit={units[variant.value] ?? unitOfMap(chosen.value!)}
                />
              )}
            </div>
          </div>
        ))}
      </div>
      {drawn.value.length > 0 && (
        <>
          {!ofMethods && (
            <ColorBar
              colorMap={colorMap.value}
              range={rangeFor(drawn.value[0])}
              unit={unitOfMap(chosen.value)}
            />
          )}
          <p class="probe-line soft">Point at a pixel in any map to see its value in every map.</p>
          <AppearanceControls hasScale={!ofMethods} />
          <Together drawn={drawn.value} />
        </>
      )}
    </>
  )
}

function Facts({ variant }: { readonly variant: Variant }) {
  const here = probe.value === null || variant.view === null ? null : variant.view.map[probe.value]
  return (
    <p class="small facts">
      <span class={variant.state === "failed" ? "bad" : "soft"}>{wordsFor(variant)}</span>
      {here !== null && <b>{format(here)}</b>}
    </p>
  )
}

function wordsFor({ state, share, passes, seconds, reason }: Variant): string {
  if (state === "planned") return "Not started"
  if (state === "waiting") return "Waiting"
  if (state === "running")
    return passes === 0 ? "Starting" : `${Math.floor(share * 100)} %, ${count(passes)} passes`
  if (state === "failed") return reason ?? ""
  return `${count(passes)} passes in ${seconds.toFixed(1)} s`
}
