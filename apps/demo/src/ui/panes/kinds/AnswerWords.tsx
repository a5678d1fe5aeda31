import { useRef } from "preact/hooks"
import type { TargetId } from "@pami/core"
import { choose } from "../../kinds/actions.ts"
import { moved } from "../../kinds/logic/moved.ts"
import { chosen, mapFor, nameOfChoice, seen, shownMapOf } from "../../kinds/state.ts"
import { Overlay } from "./Overlay.tsx"

/** The words of an answer in order, each under its small map. One that is chosen is shown large above. */
export function AnswerWords() {
  const list = useRef<HTMLUListElement>(null)
  const { explained = [], independent = [] } = seen.value ?? {}
  const words = explained.toSorted((a, b) => Number(a) - Number(b))
  const step = (event: KeyboardEvent) => {
    const next = moved(event.key, words.indexOf(chosen.value as TargetId), words.length)
    if (next === null) return
    event.preventDefault()
    void choose(words[next])
    list.current!.querySelectorAll("button")[next].focus()
  }
  return (
    <section aria-label="Words of answer">
      <ul class="answer-words" ref={list} onKeyDown={step}>
        {words.map((word) => (
          <li key={word}>
            <button
              type="button"
              aria-pressed={word === chosen.value}
              tabIndex={word === chosen.value ? 0 : -1}
              onClick={() => void choose(word)}
            >
              <Overlay {...shownMapOf(mapFor(word))} />
              <span>{nameOfChoice(word)}</span>
              {independent.includes(word) && <span class="soft small">Without image</span>}
            </button>
          </li>
        ))}
      </ul>
      <p class="soft small">
        Click a word, or move with the arrow keys, to enlarge its map.
        {independent.length > 0 &&
          " The model writes words marked “Without image” as surely where the image is masked."}
      </p>
    </section>
  )
}
