import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { showError } from "../messages.ts"
import { openFiles } from "../open.ts"
import { Dialog } from "./Dialog.tsx"

/** Takes a photo, by the system's camera app if the page may not use the camera. */
export function Camera({ onClose }: { readonly onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const state = useSignal<"asking" | "live" | "refused">("asking")
  useEffect(() => {
    let stream: MediaStream | null = null
    let gone = false
    const begin = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } })
        if (gone) return end(stream)
        video.current!.srcObject = stream
        await video.current!.play()
        state.value = "live"
      } catch {
        state.value = "refused"
      }
    }
    void begin()
    return () => {
      gone = true
      if (stream !== null) end(stream)
    }
  }, [])

  const take = async () => {
    const { videoWidth, videoHeight } = video.current!
    const canvas = new OffscreenCanvas(videoWidth, videoHeight)
    canvas.getContext("2d")!.drawImage(video.current!, 0, 0)
    const blob = await canvas.convertToBlob({ type: "image/png" })
    onClose()
    await openFiles([new File([blob], "photo.png", { type: "image/png" })])
  }

  return (
    <Dialog title="Take a photo" onClose={onClose}>
      <p class="soft">The photo stays on this device.</p>
      <video ref={video} muted playsInline hidden={state.value === "refused"} />
      {state.value === "refused" && (
        <p>This page cannot access the camera. On a phone, the button below opens the camera app.</p>
      )}
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={state.value !== "live"}
          onClick={() => void take().catch(showError)}
        >
          Take photo
        </button>
        <label class="button">
          Camera app or file
          <input
            type="file"
            class="hidden"
            accept="image/*"
            capture="environment"
            onChange={(event) => {
              const files = [...(event.currentTarget.files ?? [])]
              onClose()
              void openFiles(files).catch(showError)
            }}
          />
        </label>
      </div>
    </Dialog>
  )
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
