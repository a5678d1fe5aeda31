import { useEffect } from "preact/hooks"
import { lesson, preview, setCount, type Lesson } from "../learn/state.ts"
import { begin, loadPixels, startOver } from "../learn/actions.ts"
import { Answer } from "../panes/learn/Answer.tsx"
import { Controls } from "../panes/learn/Controls.tsx"
import { GrowingMap } from "../panes/learn/GrowingMap.tsx"
import { Masked } from "../panes/learn/Masked.tsx"
import { chosen, prediction, nameOf } from "../state.ts"

const lessons: readonly { readonly name: Lesson; readonly title: string }[] = [
  { name: "move", title: "Move the spotlight" },
  { name: "step", title: "Score each part" },
  { name: "many", title: "Average many partitions" },
]

/** Teaches the method in three interactive lessons. */
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
        <h1>How it works: try it yourself</h1>
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
  const what = chosen.value === null ? "its prediction" : nameOf(chosen.value.target)
  if (name === "move")
    return `The model sees only the pixels inside the circle; the rest is masked. Move the circle with the mouse, a finger or the arrow keys. Where is the score of ${what} highest?`
  if (name === "step")
    return "A spotlight moved by hand is not systematic. So the image is divided into parts along its colours. The model scores each part alone, and the score is recorded at every pixel of the part."
  const more = setCount.value === 0 ? "many" : String(setCount.value)
  return `One partition gives a coarse map. Add ${more} more partitions with other boundaries, and give each pixel the mean score of all parts that contain it. This mean is the map. It needs only the outputs of the model.`
}
