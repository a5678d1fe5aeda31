import { announce, showError } from "../../messages.ts"
import { download } from "../../save.ts"
import { kindsEngine } from "../../kinds/engine.ts"
import { rasterize } from "../../kinds/logic/rasterize.ts"
import { input, map } from "../../kinds/state.ts"
import { SaveButtons } from "../SaveButtons.tsx"

interface Savable {
  readonly label: string
  readonly hint: string
  readonly ending: string
  readonly make: () => Promise<Blob>
}

const files: readonly Savable[] = [
  {
    label: "PNG",
    hint: "figure with predictions and colours",
    ending: "pami.png",
    make: async () => rasterize(await kindsEngine.figure()),
  },
  {
    label: "SVG",
    hint: "the same figure, for any size",
    ending: "pami.svg",
    make: async () => new Blob([await kindsEngine.figure()], { type: "image/svg+xml" }),
  },
  {
    label: "NPZ",
    hint: "scores and maps for NumPy",
    ending: "npz",
    make: async () => new Blob([(await kindsEngine.save()) as Uint8Array<ArrayBuffer>]),
  },
  {
    label: "Manifest",
    hint: "everything to recompute the map",
    ending: "pami.json",
    make: async () => {
      const text = `${JSON.stringify(await kindsEngine.manifest(), null, 2)}\n`
      return new Blob([text], { type: "application/json" })
    },
  },
]

/** Saves the explanation. */
export function KindSave() {
  const save = async ({ ending, make }: Savable) => {
    const stem = input.value!.name.replace(/\.[^.]*$/, "").replaceAll(/[^\p{Letter}\p{Number}._-]+/gu, "-")
    const name = `${stem}.${ending}`
    download(await make(), name)
    announce(`Saved ${name}.`)
  }
  return (
    <section class="card save" aria-labelledby="kind-save-title">
      <h2 id="kind-save-title">Save</h2>
      <div class="tiles">
        {files.map((file) => (
          <button
            key={file.label}
            type="button"
            disabled={map.value === null}
            onClick={() => void save(file).catch(showError)}
          >
            <b>{file.label}</b> <span class="soft small">{file.hint}</span>
          </button>
        ))}
      </div>
      <SaveButtons />
    </section>
  )
}
