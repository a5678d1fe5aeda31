import { MagicString } from "magic-string"
import { parseSync, Visitor } from "oxc-parser"
import { placeholder } from "./placeholder.ts"

/**
 * Returns a script whose texts have the folder of the site in place of the placeholder, as the browser finds it.
 *
 * @param up the way from the script to that folder: `"../"`
 * @param own expression of the script's own address. Default: that of a module
 */
export function relateScript(code: string, up: string, own = "import.meta.url"): string {
  if (!code.includes(placeholder)) return code
  const related = new MagicString(code)
  const sourceType = own.startsWith("import") ? "module" : "script"
  const { program, errors } = parseSync("script.js", code, { sourceType })
  if (errors.length > 0) throw new Error(`a script of the site cannot be read: ${errors[0].message}`)
  new Visitor({
    Literal({ start, end }) {
      const quote = code[start]
      replace(start, end, (text) => `(${text.replaceAll(placeholder, `${quote}+siteFolder+${quote}`)})`)
    },
    TemplateElement: ({ start, end }) =>
      replace(start, end, (text) => text.replaceAll(placeholder, "${siteFolder}")),
  }).visit(program)
  return related.prepend(`const siteFolder=new URL(${JSON.stringify(up)},${own}).pathname;`).toString()

  function replace(start: number, end: number, change: (text: string) => string): void {
    const text = code.slice(start, end)
    if (text.includes(placeholder)) related.overwrite(start, end, change(text))
  }
}
