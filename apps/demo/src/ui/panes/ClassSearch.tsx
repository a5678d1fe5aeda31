import { useSignal } from "@preact/signals"
import { useId } from "preact/hooks"
import { findClasses } from "../logic/classes.ts"
import { shown } from "../logic/format.ts"
import { announceSoon } from "../messages.ts"

// As many as anyone reads.
const most = 50

interface ClassSearchProps {
  readonly label: string
  /** The score of each class. */
  readonly scores: ArrayLike<number>
  /** Returns the whole name of a class: `tabby, tabby cat`. */
  readonly wholeName: (index: number) => string
  /** Returns what stands beside the name. */
  readonly aside: (index: number) => string
  readonly onChoose: (index: number) => void
}

/** Finds a class among all of the model by its name: a combobox with a list of matches. */
export function ClassSearch({ label, scores, wholeName, aside, onChoose }: ClassSearchProps) {
  const id = useId()
  const text = useSignal("")
  const isOpen = useSignal(false)
  const active = useSignal(0)
  const found = isOpen.value ? findClasses(text.value, scores, wholeName, most) : []
  const close = () => (isOpen.value = false)

  const search = (typed: string) => {
    text.value = typed
    active.value = 0
    isOpen.value = true
    announceSoon(() => {
      const { length } = findClasses(text.value, scores, wholeName, most)
      return length === 1 ? "One class found." : `${length === most ? "Many" : length} classes found.`
    })
  }

  const take = (index: number | undefined) => {
    if (index === undefined) return
    text.value = ""
    close()
    onChoose(index)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      const isNew = !isOpen.value
      isOpen.value = true
      if (!isNew) active.value = (active.value + step + found.length) % Math.max(1, found.length)
    } else if (event.key === "Enter" && isOpen.value) take(found[active.value])
    else if (event.key === "Escape" && isOpen.value) close()
    else return
    event.preventDefault()
  }

  return (
    <div class="class-search">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="search"
        role="combobox"
        list={undefined}
        autocomplete="off"
        placeholder={`Search ${scores.length} classes`}
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${found[active.value]}` : undefined}
        value={text.value}
        onInput={(event) => search(event.currentTarget.value)}
        onClick={() => (isOpen.value = true)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Classes" hidden={found.length === 0}>
        {found.map((index, position) => (
          <li
            key={index}
            id={`${id}-${index}`}
            role="option"
            aria-selected={position === active.value}
            ref={(element) => {
              if (position === active.value) element?.scrollIntoView({ block: "nearest" })
            }}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
          >
            <span>{shown(wholeName(index), 80)}</span>
            <span class="number soft">{aside(index)}</span>
          </li>
        ))}
      </ul>
      {isOpen.value && found.length === 0 && <p class="soft small">No class has this name.</p>}
    </div>
  )
}
