import { expect, test } from "vitest"
import { disc } from "../../src/ui/logic/disc.ts"
import { deviceNote } from "../../src/ui/logic/device.ts"
import { meanOf, nothingTried, writeDown } from "../../src/ui/logic/growing.ts"
import { arrowOf } from "../../src/ui/logic/keys.ts"

test("a place gets the mean score of the parts that showed it, and none where none did", () => {
  const first = writeDown(nothingTried(5), Int32Array.of(0, 2), 0.25)
  const both = writeDown(first, Int32Array.of(1, 2, 3, 4), 0.75)
  expect(both.tried).toBe(2)
  expect([...meanOf(both)]).toEqual([0.25, 0.5, NaN, 0.75, NaN])
})

test("a light of half a unit more has no lone units at its ends", () => {
  const runs = disc({ x: 5, y: 5 }, 3.5, { width: 11, height: 11 })
  expect(runs[1] - runs[0]).toBeGreaterThan(1)
})

test("arrow keys point, others do not", () => {
  expect(arrowOf("ArrowUp")).toEqual([0, -1])
  expect(arrowOf("a")).toBeNull()
})

test("the note about a device names its threads, or the result of its self-test", () => {
  const replaced = { code: "DEVICE_REPLACED", level: "warning", message: "", fix: "" } as const
  const note = (backend: string, isolated: boolean, findings: (typeof replaced)[] = [], runsAtOnce = 1) =>
    deviceNote({ backend, findings, runsAtOnce }, isolated)
  expect(note("onnxruntime-web:wasm", true)).toBe("multithreaded")
  expect(note("onnxruntime-web:wasm", false, [], 4)).toBe("multithreaded")
  expect(note("onnxruntime-web:wasm", false, [], 2)).toBe("single-threaded")
  expect(note("onnxruntime-web:webgpu", true)).toBe("self-test passed")
  expect(note("onnxruntime-web:wasm", true, [replaced])).toMatch(/self-test/)
  expect(note("tfjs:webgl", true)).toBe("")
})
