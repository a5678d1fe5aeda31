import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { findPages } from "./write-blocks.ts"
import { findBlocks } from "./find-blocks.ts"

const page = (...fences: string[]) =>
  fences.map((first) => `\`\`\`${first}\nlet ${first.length}\n\`\`\``).join("\n\n")

test("a block has its place, and the reason why it does not run; a list does not indent its code", () => {
  expect(
    findBlocks(`text\n\n${page("ts skip: needs a GPU")}\n\n- item\n\n  \`\`\`sh\n  ls\n  \`\`\`\n`),
  ).toEqual([
    { language: "ts", skip: "needs a GPU", line: 4, code: "let 20\n" },
    { language: "sh", line: 10, code: "ls\n" },
  ])
})

test("a block that goes on is a part of the one before it", () => {
  expect(findBlocks(page("ts", "ts continued"))).toEqual([
    { language: "ts", line: 2, code: "let 2\nlet 12\n" },
  ])
})

test.each(["ts skip", "ts skip:", "ts skipped: never"])(
  "the mark %j is refused: no block is left out without a reason",
  (mark) => {
    expect(() => findBlocks(page(mark))).toThrow('expected "skip: REASON"')
  },
)

// Programs of `ts` are compiled, command lines of `sh` are parsed, and a test of the generator of backends compares `typescript`.
const checked = ["ts", "sh", "typescript", "json", "html", "text"]

test("no page has code in a language that no test checks, and JSON can be read", () => {
  const root = new URL("../../../", import.meta.url)
  const blocks = findPages().flatMap((page) =>
    findBlocks(readFileSync(new URL(page, root), "utf8")).map((block) => ({ page, ...block })),
  )
  const others = blocks.filter(({ language }) => !checked.includes(language))
  expect(others.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([])
  for (const { code } of blocks.filter(({ language }) => language === "json"))
    expect(() => JSON.parse(code)).not.toThrow()
})
