import { expect, test } from "vitest"
import { fromLink, toLink, type Place } from "../../src/ui/logic/link.ts"
import { defaults } from "../../src/ui/logic/settings.ts"

test("the first visit's settings need no words", () => {
  expect(toLink({ page: "explain", ...defaults })).toBe("#explain")
  expect(fromLink("")).toEqual({ page: "explain", ...defaults })
})

test("a link restores every setting", () => {
  const place: Place = {
    page: "compare",
    settings: {
      method: "pami",
      strategy: "sliding-window",
      mask: "noise",
      mode: "authors",
      quality: "best",
      passes: 500,
      activation: "softmax",
      preset: "0-255",
      layout: "nhwc",
      size: 320,
      mean: [0.1, 0.2, 0.3],
      std: [0.5],
      task: "detection",
      output: "logits & more",
      seed: 7,
    },
    appearance: { scale: "score", opacity: 0.3, colorMap: "cividis", threshold: 0.5 },
    backend: "tfjs:wasm",
    sample: "ice cream.boat.7",
    site: "detection",
    own: ["model", "image"],
    choice: { target: 3, versus: 1 },
    panes: ["map", "coverage"],
  }
  expect(fromLink(toLink(place))).toEqual(place)
})

test("a link holds only what differs", () => {
  const settings = { ...defaults.settings, mask: "black" as const }
  expect(toLink({ page: "learn", ...defaults, settings })).toBe("#learn?mask=black")
})

test("what a link says wrongly is as on the first visit", () => {
  const wrong =
    "#nowhere?mask=paint&opacity=2&passes=-4&seed=x&threshold=&backend=mainframe&colorMap=pink" +
    "&class=-1&size=0&mean=1,2&std=0&task=poetry&versus=2&panes=sideways&own=everything&sample="
  expect(fromLink(wrong)).toEqual({ page: "explain", ...defaults })
  // The authors' code knows no grid.
  expect(fromLink("#explain?strategy=grid&mode=authors").settings).toEqual({
    ...defaults.settings,
    strategy: "grid",
  })
})
