import { labelError } from "./label-error.ts"
import { arrangeLabels, type NumberedLabel } from "./numbering.ts"

/** Whether a text is a label map of TensorFlow's object detection: `item { id: 1 name: "cat" }`. */
export function isPbtxt(text: string): boolean {
  // No two quantifiers stand side by side that take the same characters: a file of spaces alone takes linear time.
  return /^\s*(?:#.*\n\s*)*item\s*(?::\s*)?\{/.test(text)
}

interface Item {
  readonly line: number
  id?: string
  name?: string
  display_name?: string
}

const token = /\s+|#.*|[{}:;,]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s{}:;,"'#]+/gy

/**
 * Returns the labels of a label map: each item's `display_name`, else its `name`, at its `id`.
 *
 * @throws PamiError `LABELS_INVALID` naming the line
 */
export function pbtxtLabels(text: string, name: string): string[] {
  const items: Item[] = []
  let [depth, line, key, at] = [0, 1, "", 0]
  for (const [word] of text.matchAll(token)) {
    at += word.length
    if (/^[\s#]/.test(word)) line += word.split("\n").length - 1
    else if (word === "{") {
      if (depth++ === 0) items.push({ line })
    } else if (word === "}") depth--
    else if (/^[:;,]$/.test(word)) continue
    else if (depth !== 1) continue
    // A field is a name and a value; fields of messages inside an item are skipped by their depth.
    else if (key === "" && /^[a-z]/i.test(word)) key = word
    else {
      if (key === "id" || key === "name" || key === "display_name") items.at(-1)![key] = unquote(word)
      key = ""
    }
    if (word === "{" || word === "}") key = ""
  }
  if (at < text.length || depth !== 0)
    throw labelError(name, `is not a label map of TensorFlow: line ${line} cannot be read`)
  const entries = items.map(({ line, id, name: own, display_name: label = own }): NumberedLabel => {
    if (id === undefined || label === undefined)
      throw labelError(name, `has an item in line ${line} without an id or a name`)
    return { index: id, label, place: `line ${line}` }
  })
  return arrangeLabels(entries, name)
}

const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" }

/** The text between quotation marks, whose escapes by number are bytes of UTF-8: `caf\303\251`. */
function unquote(word: string): string {
  if (!/^["']/.test(word)) return word
  const numbers = /(?:\\(?:[0-7]{1,3}|x[\da-f]{1,2}))+|\\(.)/gi
  return word.slice(1, -1).replace(numbers, (run, letter: string | undefined) => {
    if (letter !== undefined) return letters[letter] ?? letter
    const bytes = run
      .split("\\")
      .slice(1)
      .map((code) => (/^x/i.test(code) ? parseInt(code.slice(1), 16) : parseInt(code, 8)))
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes))
  })
}
