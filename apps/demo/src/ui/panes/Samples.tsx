import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { imageWorker } from "../engine.ts"
import { samples, type Sample } from "../logic/samples.ts"
import { showError } from "../messages.ts"
import type { Decoded } from "../image-worker/contract.ts"
import { openSample } from "../open.ts"
import { Photo } from "./canvases.tsx"
import { Dialog } from "./Dialog.tsx"

/** Scenes that the bundled model knows, drawn on the spot. */
export function Samples({ onClose }: { readonly onClose: () => void }) {
  const page = useSignal(0)
  return (
    <Dialog title="Samples" onClose={onClose}>
      <p class="soft">Scenes of the classes that the bundled model was trained on.</p>
      <ul class="samples">
        {samples(page.value).map((sample) => (
          <li key={sample.seed}>
            <button
              type="button"
              onClick={() => {
                onClose()
                void openSample(sample)
              }}
            >
              <Thumbnail sample={sample} />
              <span>{sample.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button type="button" onClick={() => (page.value += 1)}>
          More scenes
        </button>
      </div>
    </Dialog>
  )
}

function Thumbnail({ sample }: { readonly sample: Sample }) {
  const bitmap = useSignal<ImageBitmap | null>(null)
  useEffect(() => {
    let gone = false
    const drawn = ({ preview }: Decoded) => void (gone || (bitmap.value = preview))
    imageWorker.draw(sample, 160).then(drawn, showError)
    return () => void (gone = true)
  }, [sample.seed])
  return bitmap.value === null ? <span class="placeholder square" /> : <Photo bitmap={bitmap.value} />
}
