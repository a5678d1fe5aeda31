import { OnDemand } from "../OnDemand.tsx"
import { Progress } from "../Progress.tsx"
import { ColorBar } from "../ColorBar.tsx"
import { score, scoreName } from "../../logic/format.ts"
import { activity } from "../../state.ts"
import { explainKindAgain } from "../../kinds/actions.ts"
import { AskField } from "./AskField.tsx"
import { KindFindings } from "./KindFindings.tsx"
import { KindTrust } from "./KindTrust.tsx"
import { Why } from "../Why.tsx"
import { ScaleChoice } from "../ScaleChoice.tsx"
import { KindSave } from "./KindSave.tsx"
import { KindSources } from "./KindSources.tsx"
import { InputFields } from "./InputFields.tsx"
import { KindsBeside } from "./KindsBeside.tsx"
import { PlayButtons } from "./Player.tsx"
import { TableTools } from "./TableView.tsx"
import { Targets } from "./Targets.tsx"
import { viewOf } from "./view-of.ts"
import { capitalized } from "../../trust/words.ts"
import { AboutInput } from "../questions/AboutInput.tsx"
import {
  chosen,
  contrast,
  facts,
  input,
  map,
  nameOfChoice,
  seen,
  shownMap,
  step,
  targetOf,
  unitOfChoice,
} from "../../kinds/state.ts"

const code = async () => (await import("./KindCode.tsx")).KindCode

/** The predictions for an input that is not an image of one class, and the map of the chosen one. */
export function KindsView() {
  const kind = seen.value?.content.kind
  const View = kind && viewOf(kind)
  return (
    <>
      <KindSources />
      <div class="explain kinds">
        <div class="stage">
          <Question />
          <InputFields />
          <AskField />
          {View && (
            <div class="card kind-map">
              <MapTools />
              <View {...shownMap.value} />
              {map.value !== null && (
                <>
                  <ColorBar
                    colorMap={shownMap.value.colorMap}
                    range={shownMap.value.range}
                    unit={unitOfChoice(chosen.value!)}
                  />
                  <ScaleChoice />
                </>
              )}
            </div>
          )}
        </div>
        <div class="side">
          <Targets />
          <AboutInput />
          <Progress step={step.value} again={input.value === null ? null : explainKindAgain} />
          <KindFindings />
        </div>
        <div class="below">
          {View && <KindsBeside view={View} />}
          {map.value !== null && <KindTrust />}
          <KindSave />
          <OnDemand title="Code for this" class="code-for-this" load={code} />
        </div>
      </div>
    </>
  )
}

/** Buttons that play a sound, and a field for the row of a table. */
function MapTools() {
  const { content } = seen.value!
  if (content.kind === "table") return <TableTools />
  return content.kind === "series" && content.isSound ? <PlayButtons /> : null
}

function Question() {
  const choice = chosen.value
  const said = seen.value
  if (said === null || choice === null)
    return (
      <header class="question">
        <h1>Why this prediction?</h1>
        <p class="soft">
          {facts.value === null
            ? "The model is on its way."
            : input.value === null
              ? `The model is open. ${facts.value.advice}.`
              : activity.value === "idle"
                ? "No prediction yet. If a message shows an error, change a setting or open another input."
                : "The parts of the input behind the prediction will be coloured here."}
        </p>
      </header>
    )
  const { target: id, versus } = contrast.value!
  const [target, other] = [targetOf(id), targetOf(versus)]
  return (
    <header class="question">
      <Why target={nameOfChoice(id)} versus={versus === undefined ? null : nameOfChoice(versus)} />
      <p class="soft">
        {target &&
          `${scoreName(said.scale)} ${score(target.score, said.scale)}${other ? ` rather than ${score(other.score, said.scale)}` : ""}. `}
        {said.content.kind === "table"
          ? "The model scores the row many times, with some columns hidden. A bar is the effect of a column on the score."
          : `The model scores one part of the input at a time, with the rest masked. A part is bright if it scores high alone. ${capitalized(said.size)}.`}
      </p>
    </header>
  )
}
