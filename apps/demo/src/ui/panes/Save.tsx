import { save, type Savable } from "../save.ts"
import { view } from "../state.ts"
import { SaveButtons } from "./SaveButtons.tsx"

const kinds: readonly { readonly kind: Savable; readonly label: string; readonly hint: string }[] = [
  { kind: "png", label: "PNG", hint: "overlay at image size" },
  { kind: "svg", label: "SVG", hint: "figure with predictions and colour bar" },
  { kind: "npy", label: "NPY", hint: "map values for NumPy" },
  { kind: "npz", label: "NPZ", hint: "all scores; opens here" },
  { kind: "manifest", label: "Manifest", hint: "everything to recompute the map" },
]

/** Saves the map, shares the settings, or verifies a manifest. */
export function Save() {
  return (
    <section class="card save" aria-labelledby="save-title">
      <h2 id="save-title">Save</h2>
      <div class="tiles">
        {kinds.map(({ kind, label, hint }) => (
          <button key={kind} type="button" disabled={view.value === null} onClick={() => void save(kind)}>
            <b>{label}</b> <span class="soft small">{hint}</span>
          </button>
        ))}
      </div>
      <SaveButtons />
    </section>
  )
}
