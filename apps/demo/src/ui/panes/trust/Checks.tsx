import { useEffect } from "preact/hooks"
import { describeLikeness } from "../../trust/words.ts"
import type { ChecksProps } from "./checks-props.ts"
import { Curves } from "./Curves.tsx"
import { MostImportant } from "./MostImportant.tsx"
import "../../styles/trust.css"

/** The checks of a map: another class, the most important units, and the order of units. */
export function Checks({ trust, Kept, outlines }: ChecksProps) {
  const [about, free] = [trust.subject.value, trust.canAsk.value]
  useEffect(() => {
    if (free) void trust.compare()
  }, [about, free])
  const found = trust.likeness.value
  return (
    <>
      {found !== null && (
        <p>{describeLikeness(trust.name.value, found.other, found.value, trust.nouns.value.whole)}</p>
      )}
      <MostImportant trust={trust} Kept={Kept} outlines={outlines ?? false} />
      <Curves trust={trust} />
    </>
  )
}
