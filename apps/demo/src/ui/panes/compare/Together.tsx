import type { Drawn } from "../../compared.ts"
import { Agreement } from "./Agreement.tsx"
import { Split } from "./Split.tsx"
import "../../styles/together.css"

/** Two of the maps over one image, and how far all agree. */
export function Together({ drawn }: { readonly drawn: readonly Drawn[] }) {
  return (
    <div class="together">
      <Split drawn={drawn} />
      <Agreement />
    </div>
  )
}
