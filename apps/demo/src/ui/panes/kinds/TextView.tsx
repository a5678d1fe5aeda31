import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import type { TextPiece } from "@pami/explainer"
import { cssColor } from "../../logic/layer.ts"
import { value } from "../../logic/format.ts"
import { moved } from "../../kinds/logic/moved.ts"
import { readableOn } from "../../kinds/logic/readable.ts"
import type { ShownMap } from "../../kinds/state.ts"

/** The texts, each word in the colour of its importance. */
export function TextView(shown: ShownMap) {
  const at = useSignal<{ readonly text: number; readonly piece: number } | null>(null)
  const texts = shown.map?.texts ?? []
  const pointed = at.value && texts[at.value.text]?.pieces[at.value.piece]
  if (texts.length === 0) return <p class="soft">The words will be coloured here.</p>
  return (
    <>
      {texts.map(({ name, pieces }, index) => (
        <Words
          key={name}
          title={texts.length > 1 ? name : null}
          pieces={pieces}
          shown={shown}
          at={at.value?.text === index ? at.value.piece : null}
          point={(piece) => (at.value = piece === null ? null : { text: index, piece })}
        />
      ))}
      <p class={`soft small kind-line${pointed ? "" : " idle"}`} aria-live="polite">
        {pointed
          ? `“${pointed.text}”: ${value(pointed.importance ?? NaN)}, ${rankOf(
              pointed,
              texts.flatMap(({ pieces }) => pieces),
            )}`
          : "Point at a word, or move through them with the arrow keys, to read its value."}
      </p>
    </>
  )
}

interface WordsProps {
  readonly title: string | null
  readonly pieces: readonly TextPiece[]
  readonly shown: ShownMap
  readonly at: number | null
  readonly point: (piece: number | null) => void
}

function Words({ title, pieces, shown, at, point }: WordsProps) {
  const box = useRef<HTMLDivElement>(null)
  const words = pieces.flatMap(({ importance }, index) => (importance === null ? [] : [index]))
  const step = (event: KeyboardEvent) => {
    const buttons = [...box.current!.querySelectorAll("button")]
    // From where the focus is: of two keys in a row, the second comes before the first is drawn.
    const from = Math.max(0, buttons.indexOf(event.target as HTMLButtonElement))
    const next = moved(event.key, from, words.length)
    if (next === null) return
    event.preventDefault()
    point(words[next])
    buttons[next].focus()
  }
  return (
    <div class="words" role="group" aria-label={title ?? "Text"} ref={box} onKeyDown={step}>
      {title !== null && <h3>{title}</h3>}
      <p>
        {pieces.map(({ text, importance, start }, index) =>
          importance === null ? (
            <span key={start}>{text}</span>
          ) : (
            <button
              key={start}
              type="button"
              tabIndex={index === (at ?? words[0]) ? 0 : -1}
              class={isTarget(shown, start, title) ? "word target" : "word"}
              style={colorsOf(importance, shown)}
              aria-label={`${text}: ${value(importance)}`}
              onFocus={() => point(index)}
              onPointerEnter={() => point(index)}
              onClick={() => point(index)}
            >
              {text}
            </button>
          ),
        )}
      </p>
    </div>
  )
}

function colorsOf(importance: number, { colorMap, range }: ShownMap) {
  if (!Number.isFinite(importance)) return {}
  const background = cssColor(importance, { colorMap, range })
  return { background, color: readableOn(background) }
}

/** Whether a word is the one that the map is about, as of a tag. */
function isTarget({ span }: ShownMap, start: number, title: string | null): boolean {
  return (
    span !== undefined && (title === null || span.text === title) && span.start <= start && start < span.end
  )
}

function rankOf(piece: TextPiece, pieces: readonly TextPiece[]): string {
  const values = pieces.flatMap(({ importance }) => importance ?? [])
  const rank = values.filter((one) => one > (piece.importance ?? NaN)).length + 1
  return `rank ${rank} of ${values.length}`
}
