import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath, pathToFileURL } from "node:url"
import { checks, runChecks } from "@pami/conformance"
import { afterAll, expect, test, vi } from "vitest"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const doc = readFileSync(`${root}docs/write-a-backend.md`, "utf8")
// Below this package, from which packages of the workspace can be imported.
const scratch = fileURLToPath(new URL("../.examples/doc/", import.meta.url))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const quotes = [...doc.matchAll(/<!-- (\S+) -->\n\n```typescript\n(.*?)```/gs)]

test("quoted files are the files", () => {
  expect(quotes).toHaveLength(4)
  for (const [, file, quoted] of quotes) expect(quoted, file).toBe(readFileSync(`${root}${file}`, "utf8"))
})

test("the minimal backend prints what its comment says, and passes the suite with its model", async () => {
  const [, code] = /```ts\n(.*?)```/s.exec(doc)!
  const [, promised] = /console\.log\(.*\) \/\/ (.+)$/m.exec(code)!
  mkdirSync(scratch, { recursive: true })
  writeFileSync(`${scratch}minimal.ts`, code)
  const print = vi.spyOn(console, "log").mockImplementation(() => {})
  const { linearBackend } = await import(pathToFileURL(`${scratch}minimal.ts`).href)
  expect(print.mock.calls).toEqual([[JSON.parse(promised)]])
  print.mockRestore()

  const weights = [
    [1, -2, 3],
    [0, 4, -1],
    [2, 1, -3],
    [-1, 3, 2],
  ]
  const model = new TextEncoder().encode(JSON.stringify({ weights, bias: [1, -2, 3] }))
  const source = (name: string) => (name === "linear" ? model : undefined)
  const results = await runChecks(linearBackend, { source })
  const failed = results.filter(({ outcome }) => outcome === "failed")
  const lacking = failed.filter(({ message }) => message.startsWith('the suite has no "'))
  expect(failed.filter((result) => !lacking.includes(result)).map(({ check }) => check.name)).toEqual([])
  expect(results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(15)
})

test("the table of the contract has every check, and no other", () => {
  const names = checks.map(({ name }) => name)
  const rows = doc.split("\n").filter((line) => line.startsWith("|"))
  const contract = rows.slice(
    2,
    rows.findIndex((row) => row.startsWith("| code")),
  )
  const named = contract.flatMap((row) =>
    [...row.split("|")[3].matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  )
  expect([...new Set(named)].toSorted()).toEqual(names.toSorted())
})

test("the table of codes has the codes that the types of the contract name", () => {
  const contracts = readFileSync(`${root}packages/core/src/contracts/backend.ts`, "utf8")
  // The comment before a member, from its @throws on.
  const throws = (member: string) => {
    const [, text] = new RegExp(`@throws PamiError ((?:(?!@throws).)*?)\\*/\\s+${member}\\(`, "s").exec(
      contracts,
    )!
    return [...text.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code)
  }
  const listed = [...doc.matchAll(/^\| `([A-Z_]+)` +\| (?:`load`|`run`|both)/gm)].map(([, code]) => code)
  expect(listed.toSorted()).toEqual([...new Set([...throws("load"), ...throws("run")])].toSorted())
})
