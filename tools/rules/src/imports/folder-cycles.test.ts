import { expect, test } from "vitest"
import { folderCycles } from "./folder-cycles.ts"

test("files that import one another are a cycle of their folder", () => {
  const found = folderCycles([
    ["src/a.ts", "src/b.ts"],
    ["src/b.ts", "src/c.ts"],
    ["src/c.ts", "src/a.ts"],
    ["src/index.ts", "src/a.ts"],
  ])
  expect(found).toEqual([
    {
      name: "src/{a.ts,b.ts,c.ts}",
      imports: ["a.ts imports b.ts", "b.ts imports c.ts", "c.ts imports a.ts"],
    },
  ])
})

test("folders that need one another are a cycle, although no file is in one", () => {
  const found = folderCycles([
    ["src/left/a.ts", "src/right/b.ts"],
    ["src/right/c.ts", "src/left/deep/d.ts"],
  ])
  expect(found.map(({ name }) => name)).toEqual(["src/{left,right}"])
})

test("a folder and the files beside it may point one way only", () => {
  const downward = [
    ["src/index.ts", "src/room/a.ts"],
    ["src/room/a.ts", "src/error.ts"],
  ] as const
  expect(folderCycles(downward)).toEqual([])
  const upward = folderCycles([...downward, ["src/room/b.ts", "src/index.ts"]])
  expect(upward.map(({ name }) => name)).toEqual(["src/{index.ts,room}"])
})

test("two cycles of one folder are reported apart", () => {
  const found = folderCycles([
    ["a.ts", "b.ts"],
    ["b.ts", "a.ts"],
    ["b.ts", "c.ts"],
    ["c.ts", "d.ts"],
    ["d.ts", "c.ts"],
  ])
  expect(found.map(({ name }) => name)).toEqual(["{a.ts,b.ts}", "{c.ts,d.ts}"])
})
