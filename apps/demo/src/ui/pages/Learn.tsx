import { useEffect } from "preact/hooks"
import { lesson, preview, setCount, type Lesson } from "../learning.ts"
import { begin, loadPixels, startOver } from "../lessons.ts"
import { Answer } from "../panes/learn/Answer.tsx"
import { Controls } from "../panes/learn/Controls.tsx"
import { GrowingMap } from "../panes/learn/GrowingMap.tsx"
import { Masked } from "../panes/learn/Masked.tsx"
import { chosen, prediction, nameOf } from "../state.ts"

const lessons: readonly { readonly name: Lesson; readonly title: string }[] = [
  { name: "move", title: "Move a light" },
  { name: "step", title: "Take turns" },
  { name: "many", title: "Many cuts" },
]

/** Teaches the method by playing it. */
export function Learn() {
  const seen = prediction.value
  useEffect(() => {
    if (seen === null) return undefined
    begin(lesson.value)
    void loadPixels()
    return startOver
  }, [seen])
  return (
    <>
      <header class="question">
        <h1>How does it find out? Play it yourself.</h1>
      </header>
      <nav class="lessons" aria-label="Steps">
        {lessons.map(({ name, title }, index) => (
          <button
            key={name}
            type="button"
            aria-current={lesson.value === name ? "step" : undefined}
            onClick={() => begin(name)}
          >
            <span class="step">{index + 1}</span> {title}
          </button>
        ))}
      </nav>
      <p class="lesson-text">{textOf(lesson.value)}</p>
      <div class="playground">
        {seen === null || preview.value === null || chosen.value === null ? (
          <>
            <div class="placeholder masked" />
            <div class="placeholder growing" />
          </>
        ) : (
          <>
            <Masked seen={seen} preview={preview.value} />
            <Answer seen={seen} />
            <Controls />
            <GrowingMap seen={seen} preview={preview.value} />
          </>
        )}
      </div>
    </>
  )
}

function textOf(name: Lesson): string {
  const what = chosen.value === null ? "its answer" : nameOf(chosen.value.target)
  if (name === "move")
    return `The model sees only what lies in the circle; the rest is hidden. Move the circle with the mouse, a finger or the arrow keys. Where alone is the model surest of ${what}?`
  if (name === "step")
    return "A light moved by hand is not fair. So the picture is cut into parts along its colours. Each has one turn: the model sees it alone, and its score is written down at every place that it shows."
  const sets = setCount.value === 0 ? "many more sets of parts" : `${setCount.value} more sets of parts`
  return `One cut gives a coarse map. Take ${sets}, each with other borders, and give every place the mean score of all parts that showed it. That mean is the map: no look inside the model, only its answers.`
}
