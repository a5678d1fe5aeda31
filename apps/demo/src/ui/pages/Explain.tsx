import { score as format } from "../logic/format.ts"
import { AppearanceControls } from "../panes/Appearance.tsx"
import { Findings } from "../panes/Findings.tsx"
import { Keep } from "../panes/Keep.tsx"
import { Predictions } from "../panes/Predictions.tsx"
import { Progress } from "../panes/Progress.tsx"
import { SettingsPanel } from "../panes/SettingsPanel.tsx"
import { Sources } from "../panes/Sources.tsx"
import { Stage } from "../panes/Stage.tsx"
import { chosen, prediction, nameOf, unanswered } from "../state.ts"

/** The start: what the model says of the picture, and where in the picture that comes from. */
export function Explain() {
  return (
    <>
      <Sources />
      <div class="explain">
        <div class="stage">
          <Question />
          <Stage />
        </div>
        <div class="side">
          <Progress />
          <Predictions />
          <Findings />
          <SettingsPanel />
        </div>
        <div class="below">
          <AppearanceControls />
          <Keep />
        </div>
      </div>
    </>
  )
}

function Question() {
  const selection = chosen.value
  const seen = prediction.value
  if (selection === null || seen === null)
    return (
      <header class="question">
        <h1>Why did the model decide so?</h1>
        <p class="soft">
          {unanswered.value
            ? "There is no answer to show yet. If a message says why, a setting may help, or another model or picture; else press “Explain again”."
            : "In a moment you see which parts of the picture its answer comes from."}
        </p>
      </header>
    )
  const { target, versus } = selection
  const score = (index: number) =>
    format(seen.classes.find((entry) => entry.class === index)?.score ?? NaN, seen.scale)
  const isProbability = seen.scale.unit === "probability"
  const certainty = (said: string) =>
    isProbability ? `The model is ${said} sure.` : `The model says ${said}.`
  return (
    <header class="question">
      <h1>
        Why <em>{nameOf(target)}</em>
        {versus !== null && (
          <>
            {" "}
            rather than <em>{nameOf(versus)}</em>
          </>
        )}
        ?
      </h1>
      <p class="soft">
        {versus === null
          ? `${certainty(score(target))} It is shown one part of the picture at a time, the rest hidden: the brighter a place, the ${isProbability ? "surer it is" : "higher its answer"} when it sees the parts there alone.`
          : `${score(target)} against ${score(versus)}. Values above zero speak for ${nameOf(target)}, below zero for ${nameOf(versus)}.`}
      </p>
    </header>
  )
}
