import type { Preprocessing } from "@pami/image"
import { shown } from "../logic/format.ts"

/** The lines of a recipe, by their names; those without a value are left out. */
export function RecipeLines({ lines }: { readonly lines: Readonly<Record<string, string | null>> }) {
  return (
    <dl>
      {Object.entries(lines).map(
        ([what, value]) =>
          value !== null && (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** Returns a preprocessing in words: its name, and the size of the input that it makes. */
export function wordsOfPreprocessing({
  name,
  width,
  height,
}: Pick<Preprocessing, "name" | "width" | "height">): string {
  return `${shown(name)}, ${width} × ${height}`
}
