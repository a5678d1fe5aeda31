import { useRef } from "preact/hooks"
import { score, scoreName, count, shown } from "../../logic/format.ts"
import { ColorBar } from "../ColorBar.tsx"
import { FindingList } from "../FindingList.tsx"
import { FileInput } from "../FileInput.tsx"
import { Why } from "../Why.tsx"
import { colorMap, facts, image, map, nameOf, range, targetOf, unitOfMap } from "../../saved/state.ts"
import { saveMap, type SavableMap } from "../../saved/save.ts"
import { openFiles } from "../../open.ts"
import { isSaved } from "../../state.ts"
import { SavedMapView } from "./SavedMapView.tsx"
import { SavedRecipe } from "./SavedRecipe.tsx"
import { SavedTargets } from "./SavedTargets.tsx"

/** A saved explanation: its maps, without the model that they were made with. */
export function SavedView() {
  const [known, read] = [facts.value, map.value]
  if (known === null || read === null) return null
  const { scale, findings, missing, passes, complete } = known
  const { target, versus } = read.choice
  const [seen, other] = [targetOf(target), versus === null ? undefined : targetOf(versus)]
  return (
    <div class="explain kinds saved">
      <div class="stage">
        <header class="question">
          <Why target={nameOf(target)} versus={versus === null ? null : nameOf(versus)} />
          <p class="soft">
            {seen &&
              `${scoreName(scale)} ${score(seen.score, scale)}${other ? ` rather than ${score(other.score, scale)}` : ""}. `}
            From the saved explanation {shown(known.name)}, {count(passes)} forward passes
            {complete ? "" : ", stopped early"}. {alone(known.recipe.kind)}
          </p>
          <div class="buttons">
            <button type="button" onClick={() => (isSaved.value = false)}>
              Close
            </button>
          </div>
        </header>
        {missing !== null && image.value === null && <MissingInput />}
        <div class="card kind-map">
          <SavedMapView />
          <ColorBar colorMap={colorMap.value} range={range.value} unit={unitOfMap()} />
        </div>
      </div>
      <div class="side">
        <SavedTargets />
        <FindingList found={findings} />
        <SavedRecipe />
      </div>
      <div class="below">
        <Save />
      </div>
    </div>
  )
}

/** Inputs of these kinds are drawn by a model's tools alone. */
function alone(kind: string): string {
  return kind === "image" || kind === "text"
    ? "Nothing is computed again."
    : `The file holds the map, and not the ${kind}.`
}

/** Says that the input is not inside, and takes it. */
function MissingInput() {
  const { missing, input } = facts.value!
  const field = useRef<HTMLInputElement>(null)
  return (
    <div class="asks-input" role="note">
      <p>
        The file does not hold the {missing}. Open or drop {shown(nameOfFile(input))} to see the map on it.
      </p>
      <button type="button" onClick={() => field.current!.click()}>
        Open {missing}
      </button>
      <FileInput input={field} label="Input file" open={openFiles} single />
    </div>
  )
}

function nameOfFile(path: string): string {
  return path.split(/[\\/]/).at(-1) || path
}

const hints: Record<SavableMap, string> = {
  png: "map, over the image if it is open",
  svg: "figure with predictions and colour bar",
  npy: "map values for NumPy",
}

function Save() {
  const isImage = facts.value!.recipe.kind === "image"
  const canDraw = isImage ? image.value !== null : map.value!.texts.length > 0
  const kinds: SavableMap[] = [
    ...(isImage ? (["png"] as const) : []),
    ...(canDraw ? (["svg"] as const) : []),
    "npy",
  ]
  return (
    <section class="card save" aria-labelledby="save-title">
      <h2 id="save-title">Save</h2>
      <div class="tiles">
        {kinds.map((kind) => (
          <button key={kind} type="button" onClick={() => void saveMap(kind)}>
            <b>{kind.toUpperCase()}</b> <span class="soft small">{hints[kind]}</span>
          </button>
        ))}
      </div>
    </section>
  )
}
