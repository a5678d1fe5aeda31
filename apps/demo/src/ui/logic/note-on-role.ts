import { longestName, roleOf, type Dropped } from "./classify-files.ts"
import type { Message } from "./error-message.ts"
import { shown } from "./format.ts"

/** Returns a note about a text that was taken for an input by its lines, as names of classes have the same endings. */
export function noteOnRole(file: Dropped): Message | null {
  const role = roleOf(file)
  if ((role !== "text" && role !== "rows") || !/\.(txt|csv|tsv)$/i.test(file.name)) return null
  return role === "text"
    ? {
        title: `Read ${shown(file.name)} as a text`,
        text: `It has lines of more than ${longestName} words. If it lists classes, name it labels.txt.`,
        code: null,
      }
    : {
        title: `Read ${shown(file.name)} as a table`,
        text: "Its lines have three or more numbers. If it lists classes, name it labels.csv.",
        code: null,
      }
}
