import { useEffect } from "preact/hooks"
import { nameOf } from "../../state.ts"
import { compareClasses } from "../../trust/actions.ts"
import { canAsk, likeness, present, subject } from "../../trust/state.ts"
import { describeLikeness } from "../../trust/words.ts"
import { Brightest } from "./Brightest.tsx"
import { Curves } from "./Curves.tsx"
import "../../styles/trust.css"

/** The checks of a map: another class, the brightest pixels, and the order of pixels. */
export function Checks() {
  const [about, free] = [subject.value, canAsk.value]
  useEffect(() => {
    if (free) void compareClasses()
  }, [about, free])
  const found = present(likeness)
  return (
    <>
      {found !== null && about !== null && (
        <p>{describeLikeness(nameOf(about.chosen.target), nameOf(found.other), found.value)}</p>
      )}
      <Brightest />
      <Curves />
    </>
  )
}
