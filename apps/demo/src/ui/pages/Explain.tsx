import { score as format, scoreName } from "../logic/format.ts"
import { AppearanceControls } from "../panes/Appearance.tsx"
import { Findings } from "../panes/Findings.tsx"
import { Intro } from "../panes/Intro.tsx"
import { Save } from "../panes/Save.tsx"
import { later } from "../panes/later.tsx"
import { OnDemand } from "../panes/OnDemand.tsx"
import { Predictions } from "../panes/Predictions.tsx"
import { Progress } from "../panes/Progress.tsx"
import { RecipeOnPaper } from "../panes/RecipeOnPaper.tsx"
import { SettingsPanel } from "../panes/SettingsPanel.tsx"
import { SideBySide } from "../panes/SideBySide.tsx"
import { Sources } from "../panes/Sources.tsx"
import { Stage } from "../panes/Stage.tsx"
import { Why } from "../panes/Why.tsx"
import { ImageTrust } from "../panes/trust/ImageTrust.tsx"
import { Gallery } from "../panes/kinds/Gallery.tsx"
import { LazyKinds } from "../panes/kinds/LazyKinds.tsx"
import { OnServer } from "../served/OnServer.tsx"
import { activity, chosen, isSaved, mode, prediction, nameOf, snapshot, unanswered } from "../state.ts"
import { explainAgain } from "../sweep.ts"

const AboutImage = later(async () => (await import("../panes/questions/AboutImage.tsx")).AboutImage)
const SavedView = later(async () => (await import("../panes/saved/SavedView.tsx")).SavedView)
const code = async () => (await import("../panes/CodeForThis.tsx")).CodeForThis

/** The start: what the model says of the image, and where in the image that comes from. */
export function Explain() {
  return (
    <>
      <Intro />
      <Gallery />
      <OnServer />
      {isSaved.value ? <SavedView /> : mode.value === "image" ? <Images /> : <LazyKinds />}
    </>
  )
}

/** Images, by their classes. */
function Images() {
  return (
    <>
      <Sources />
      <div class="explain">
        <div class="stage">
          <Question />
          <Stage />
        </div>
        <div class="side">
          <Predictions />
          {/* Its code comes after the first map, for which a first visit waits. */}
          {prediction.value !== null && (snapshot.value !== null || activity.value !== "explaining") && (
            <AboutImage />
          )}
          <Progress step={snapshot.value} again={explainAgain} />
          <Findings />
          <SettingsPanel />
          <RecipeOnPaper />
        </div>
        <div class="below">
          <SideBySide />
          <AppearanceControls />
          <ImageTrust />
          <Save />
          <OnDemand title="Code for this" class="code-for-this" load={code} />
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
        <h1>Why this prediction?</h1>
        <p class="soft">
          {unanswered.value
            ? "No prediction yet. If a message shows an error, change a setting or open another model or image. Otherwise press “Explain again”."
            : "The map of the image regions behind the prediction will appear here."}
        </p>
      </header>
    )
  const { target, versus } = selection
  const score = (index: number) =>
    format(seen.classes.find((entry) => entry.class === index)?.score ?? NaN, seen.scale)
  const unit = scoreName(seen.scale)
  return (
    <header class="question">
      <Why target={nameOf(target)} versus={versus === null ? null : nameOf(versus)} />
      <p class="soft">
        {versus === null
          ? `${unit} ${score(target)}. The model scores one part of the image at a time, with the rest masked. A pixel is bright if the parts that contain it score high.`
          : `${unit} ${score(target)} versus ${score(versus)}. Positive values favour ${nameOf(target)}, negative values ${nameOf(versus)}.`}
      </p>
    </header>
  )
}
