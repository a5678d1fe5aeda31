import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { imageWorker } from "../engine.ts"
import { idOf, samples, type Sample, type Scene } from "../logic/samples.ts"
import { showError } from "../messages.ts"
import type { Decoded } from "../image-worker/contract.ts"
import { siteModel } from "../model.ts"
import { openSample } from "../open.ts"
import { photos } from "../photos/photos.ts"
import { Photo } from "./canvases.tsx"
import { Dialog } from "./Dialog.tsx"

/** Images that the model of the site knows: photos, or scenes that are drawn on the spot. */
export function Samples({ onClose }: { readonly onClose: () => void }) {
  const page = useSignal(0)
  const isOfPhotos = siteModel.value?.id === "photo"
  const shown: readonly Sample[] = isOfPhotos ? photos : samples(page.value)
  return (
    <Dialog title="Samples" onClose={onClose}>
      <p class="soft">
        {isOfPhotos
          ? "Photos of everyday objects. Open your own with “Open image”."
          : "Scenes of the classes that the bundled model was trained on."}
      </p>
      <ul class="samples">
        {shown.map((sample) => (
          <li key={idOf(sample)}>
            <button
              type="button"
              onClick={() => {
                onClose()
                void openSample(sample)
              }}
            >
              <Thumbnail sample={sample} />
              <span>{sample.name}</span>
              {"credit" in sample && <span class="soft small">{sample.credit}</span>}
            </button>
          </li>
        ))}
      </ul>
      {!isOfPhotos && (
        <div class="buttons">
          <button type="button" onClick={() => (page.value += 1)}>
            More scenes
          </button>
        </div>
      )}
    </Dialog>
  )
}

function Thumbnail({ sample }: { readonly sample: Sample }) {
  return "credit" in sample ? <img src={sample.address} alt="" /> : <Drawn scene={sample} />
}

function Drawn({ scene }: { readonly scene: Scene }) {
  const bitmap = useSignal<ImageBitmap | null>(null)
  useEffect(() => {
    let gone = false
    const drawn = ({ preview }: Decoded) => void (gone || (bitmap.value = preview))
    imageWorker.draw(scene, 160).then(drawn, showError)
    return () => void (gone = true)
  }, [scene.seed])
  return bitmap.value === null ? <span class="placeholder square" /> : <Photo bitmap={bitmap.value} />
}
