import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { expect, test } from "vitest"
import { measureTask } from "../src/tasks/measure.ts"
import { rowsOf, verdict } from "../src/tasks/rows.ts"
import { zooTasks } from "../src/tasks/zoo-tasks.ts"

test("a row for each method of a task: where the model is right, PAMI's peaks are right", async () => {
  const backend = onnxruntimeNode({ threads: 1 })
  const measured = []
  for (const task of zooTasks.filter(({ name }) => name === "sounds" || name === "loans"))
    measured.push(await measureTask(task, { backend, count: 2, firstSeed: 990_000_000 }))
  const rows = measured.flatMap(rowsOf)
  expect(rows.map(({ task, method }) => `${task} ${method}`)).toEqual([
    "sounds pami",
    "sounds occlusion",
    "sounds rise",
    "loans pami",
    "loans occlusion",
    "loans rise",
  ])
  for (const row of rows) {
    expect(row).toMatchObject({ inputs: 2, "model right": row["task"] === "sounds" ? "4 of 4" : "2 of 2" })
    expect(Number(row["energy"])).toBeGreaterThan(Number(row["chance"]))
  }
  for (const row of rows.filter(({ method }) => method === "pami"))
    expect(row).toMatchObject({ "peak right": "100 %", passes: 500 })
  expect(verdict(measured)).toMatch(/in at least 90 % of the maps of each task\.$/)
})

test("a task in which the model or the peaks are wrong is named", () => {
  const map = { energy: 0.5, chance: 0.1 }
  const sweep = { method: "pami", passes: 1, seconds: 1, goals: 2 } as const
  const hits = [{ ...sweep, task: "right", maps: [{ ...map, hit: true }] }]
  const misses = [
    {
      ...sweep,
      task: "wrong",
      maps: [
        { ...map, hit: true },
        { ...map, hit: false },
      ],
    },
  ]
  const silent = [{ ...sweep, task: "silent", maps: [] }]
  expect(verdict([hits, misses, silent])).toMatch(/except for wrong \(50 %\), silent \(no map\)\.$/)
  expect(rowsOf(misses)).toMatchObject([{ "model right": "2 of 2", "peak right": "50 %" }])
  expect(rowsOf(silent)).toMatchObject([{ "model right": "0 of 2", "peak right": "-" }])
})
