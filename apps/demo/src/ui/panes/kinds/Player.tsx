import { signal, useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { showError } from "../../messages.ts"
import { kindsEngine } from "../../kinds/engine.ts"
import { input, map } from "../../kinds/state.ts"

/** The sound that plays; `null` for silence. */
export const playing = signal<{ readonly what: "sound" | "evidence"; readonly seconds: number } | null>(null)

let source: AudioBufferSourceNode | undefined
let context: AudioContext | undefined

/** Plays the bytes of a sound, in place of the one that plays. */
async function play(what: "sound" | "evidence", bytes: Uint8Array): Promise<void> {
  silence()
  context ??= new AudioContext()
  await context.resume()
  // A copy: decoding takes the buffer away.
  const buffer = await context.decodeAudioData(bytes.slice().buffer)
  const started = context.createBufferSource()
  started.buffer = buffer
  started.connect(context.destination)
  started.addEventListener("ended", () => {
    if (source === started) silence()
  })
  started.start()
  source = started
  playing.value = { what, seconds: buffer.duration }
}

function silence(): void {
  source?.stop()
  source = undefined
  playing.value = null
}

/** Buttons that play the sound, and its most important part alone. */
export function PlayButtons() {
  const share = useSignal(0.2)
  useEffect(() => silence, [])
  const now = playing.value?.what
  const given = input.value
  const pressed = (what: "sound" | "evidence", bytes: () => Promise<Uint8Array>) => () => {
    if (now === what) return silence()
    void bytes()
      .then((sound) => play(what, sound))
      .catch(showError)
  }
  return (
    <div class="buttons">
      <button
        type="button"
        disabled={given?.kind !== "file"}
        onClick={pressed("sound", async () => (given?.kind === "file" ? given.bytes : new Uint8Array()))}
      >
        {now === "sound" ? "Stop sound" : "Play sound"}
      </button>
      <button
        type="button"
        class="primary"
        disabled={map.value === null}
        onClick={pressed("evidence", () => kindsEngine.evidence(share.value))}
      >
        {now === "evidence" ? "Stop sound" : "Play evidence"}
      </button>
      <label class="share small">
        {Math.round(share.value * 100)} % of the time
        <input
          type="range"
          min={5}
          max={60}
          step={5}
          value={share.value * 100}
          onInput={(event) => (share.value = event.currentTarget.valueAsNumber / 100)}
        />
      </label>
    </div>
  )
}
