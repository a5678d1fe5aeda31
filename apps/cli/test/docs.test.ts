import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { findPages } from "@pami/examples/blocks"
import { findBlocks } from "@pami/examples/find-blocks"
import { parse } from "shell-quote"
import { expect, test } from "vitest"
import { argumentProblem } from "./deploy/parse-arguments.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** Returns the arguments of each call of `pami` in a script of the shell. */
function callsIn(script: string): string[][] {
  return script
    .replaceAll("\\\n", " ")
    .split("\n")
    .flatMap((line) => {
      const calls: string[][] = [[]]
      for (const word of parse(line, (name) => `$${name}`)) {
        if (typeof word === "string") calls.at(-1)!.push(word)
        // A pattern of files: the shell finds what matches.
        else if ("pattern" in word) calls.at(-1)!.push(word.pattern)
        else if (!("comment" in word)) calls.push([])
      }
      return calls
    })
    .flatMap((words) => {
      const at = words.indexOf("pami")
      const isCall = at === 0 || (at > 0 && words[0] === "npm" && words[1] === "run")
      return isCall ? [words.slice(words[at + 1] === "--" ? at + 2 : at + 1)] : []
    })
}

const calls = findPages().flatMap((page) =>
  findBlocks(readFileSync(`${root}${page}`, "utf8"))
    .filter(({ language }) => language === "sh")
    .flatMap(({ code, line }) => callsIn(code).map((args) => ({ page, line, args }))),
)

test("the program takes every command line of the pages", async () => {
  expect(calls.length).toBeGreaterThan(60)
  const problems = await Promise.all(
    calls.map(async ({ page, line, args }) => {
      const problem = await argumentProblem(args)
      return problem === undefined ? [] : [`${page}:${line} pami ${args.join(" ")}: ${problem}`]
    }),
  )
  expect(problems.flat()).toEqual([])
})
