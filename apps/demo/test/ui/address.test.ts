import { expect, test, vi } from "vitest"
import type { ClassScore } from "../../src/engine/contract.ts"
import { fileOf, openedPage } from "./page.ts"

const classes = (...indices: number[]): ClassScore[] => indices.map((index) => ({ class: index, score: 0.1 }))

test("the class of a link for an own model waits until that model is open", async () => {
  const { state, ...page } = await openedPage()
  const { awaitChoice } = await import("../../src/ui/linked-choice.ts")
  awaitChoice({ target: 1, versus: 0 }, ["model"])
  await page.explainAgain()
  expect(state.messages.value).toMatchObject([{ title: "The link needs your files" }])
  expect(state.chosen.value).toEqual({ target: 0, versus: null })
  await page.openFiles([fileOf("mine.onnx")])
  expect(state.chosen.value).toEqual({ target: 1, versus: 0 })
})

test("a class that is not listed gives way to the top class, and the page says so", async () => {
  const { state } = await openedPage()
  const { awaitChoice, takeLinked } = await import("../../src/ui/linked-choice.ts")
  awaitChoice({ target: 7, versus: null }, [])
  expect(takeLinked(classes(0, 1))).toBeNull()
  expect(state.messages.value).toMatchObject([{ text: expect.stringContaining("names class 7") }])
  expect(takeLinked(classes(7))).toBeNull()
})

test("the address follows the page", async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false }))
  const { state, ...page } = await openedPage()
  const { here } = await import("../../src/ui/url-state.ts")
  const { toLink } = await import("../../src/ui/logic/link.ts")
  await page.choose({ target: 1, versus: 0 })
  state.panes.value = ["map"]
  expect(toLink(here())).toBe("#explain?sample=1&class=1&versus=0&panes=map")
  await page.openFiles([fileOf("mine.png"), fileOf("mine.onnx")])
  expect(toLink(here())).toBe("#explain?own=model,image&panes=map")
})
