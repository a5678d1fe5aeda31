import { expect, test } from "vitest"
import { proseIn } from "./prose.ts"

const words = (file: string, text: string) =>
  proseIn(file, text)
    .split(/[\0\s]+/)
    .filter((word) => word !== "")

test("of TypeScript, comments, sentences and the text of JSX are prose; code and single words are not", () => {
  const text = [
    "/**",
    " * Returns the `picture` of {@link Picture}.",
    " */",
    'export const picture = "picture" // kept',
    'throw new Error("two words", `a ${picture} template text`)',
    "const page = <p title='a title'>Shown</p>",
  ].join("\n")
  expect(words("a.tsx", text)).toEqual([
    "Returns",
    "the",
    "of",
    ".",
    "//",
    "kept",
    '"two',
    'words"',
    "}",
    "template",
    "text`",
    "'a",
    "title'",
    "Shown",
  ])
})

test("of Markdown, all but code and addresses is prose", () => {
  const text = "# A title\n\n```ts\nconst a = 1\n```\n\nSee `code` in [the docs](docs/file.md)."
  expect(words("a.md", text)).toEqual(["#", "A", "title", "See", "in", "[the", "docs", "."])
})

test("positions stay: every line has the same length as before", () => {
  const text = 'const a = "one two"\n// three\n'
  const lengths = (lines: string) => lines.split("\n").map((line) => line.length)
  expect(lengths(proseIn("a.ts", text))).toEqual(lengths(text))
})
