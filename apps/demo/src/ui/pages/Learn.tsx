import { useEffect } from "preact/hooks"
import { isPlayed, lessons, type Lesson, type Played } from "../learn/lessons.ts"
import { lesson, preview, setCount } from "../learn/state.ts"
import { begin, loadPixels, startOver } from "../learn/actions.ts"
import { Answer } from "../panes/learn/Answer.tsx"
import { Choose } from "../panes/learn/Choose.tsx"
import { Controls } from "../panes/learn/Controls.tsx"
import { GrowingMap } from "../panes/learn/GrowingMap.tsx"
import { Judge } from "../panes/learn/Judge.tsx"
import { Masked } from "../panes/learn/Masked.tsx"
import { Misleading } from "../panes/learn/Misleading.tsx"
import { NowYourOwn } from "../panes/learn/NowYourOwn.tsx"
import { chosen, prediction, nameOf } from "../state.ts"
import { Maps } from "./Compare.tsx"

/** Teaches the method: three lessons to play, then what to make of its maps. */
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
      {isPlayed(lesson.value) ? <Playground name={lesson.value} /> : <Read name={lesson.value} />}
    </>
  )
}

function Playground({ name }: { readonly name: Played }) {
  const seen = prediction.value
  return (
    <>
      <p class="lesson-text">{textOf(name)}</p>
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

/** A lesson without a playground, and the way to the next. */
function Read({ name }: { readonly name: Exclude<Lesson, Played> }) {
  const next = lessons[lessons.findIndex((one) => one.name === name) + 1]
  return (
    <div class="lesson">
      {name === "mask" && (
        <Misleading>
          <Maps />
        </Misleading>
      )}
      {name === "judge" && <Judge />}
      {name === "choose" && <Choose />}
      {name === "own" && <NowYourOwn />}
      {next !== undefined && (
        <div class="buttons">
          <button type="button" class="primary" onClick={() => begin(next.name)}>
            Next: {next.title.charAt(0).toLowerCase() + next.title.slice(1)}
          </button>
        </div>
      )}
    </div>
  )
}

function textOf(name: Played): string {
  const what = chosen.value === null ? "its prediction" : nameOf(chosen.value.target)
  if (name === "move")
    return `The model sees only the pixels inside the circle; the rest is masked. Move the circle with the mouse, a finger or the arrow keys. Where is the score of ${what} highest?`
  if (name === "step")
    return "A spotlight moved by hand is not systematic. So the image is divided into parts along its colours. The model scores each part alone, and the score is recorded at every pixel of the part."
  const more = setCount.value === 0 ? "many" : String(setCount.value)
  return `One partition gives a coarse map. Add ${more} more partitions with other boundaries, and give each pixel the mean score of all parts that contain it. This mean is the map. It needs only the outputs of the model.`
}
