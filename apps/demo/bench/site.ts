// Prints what a visitor of the site waits for, over cold visits in new browser profiles:
//   the time to the first map on screen, by steps, with headers that isolate the page and without;
//   the longest task of the main thread until then, and from there until the map is done.
//   npm run bench -- site [--visits 3]
import { parseArgs } from "node:util"
import type { Page } from "playwright"
import { median } from "../../../tools/bench/src/median.ts"
import { table } from "../../../tools/bench/src/table.ts"
import { openSite, type Site } from "../test/e2e/site.ts"

// A cold visit on a busy machine, in ms.
const patience = 120_000

/** In ms: marks since navigation start, and the longest tasks of the main thread. */
interface Timing {
  readonly marks: Readonly<Record<string, number>>
  readonly longest: { readonly cold: number; readonly warm: number }
}

const { values } = parseArgs({ options: { visits: { type: "string", default: "3" } } })
const visits = Number(values.visits)
if (!Number.isInteger(visits) || visits < 1)
  throw new Error(`--visits is a whole number from 1, not ${values.visits}`)

const site = await openSite()
try {
  for (const [name, address] of [
    ["with headers that isolate the page", site.isolated],
    ["without", site.plain],
  ] as const) {
    const timings: Timing[] = []
    for (let visit = 0; visit < visits; visit++) timings.push(await timed(site, address))
    console.log(`cold visits to a host ${name} (ms: median, range of ${visits})\n`)
    console.log(table(rows(timings)))
  }
} finally {
  await site.close()
}

async function timed(at: Site, address: string): Promise<Timing> {
  const { page, close } = await at.visit("about:blank")
  try {
    await page.addInitScript(observe)
    const began = Date.now()
    await page.goto(address)
    await page.getByLabel("Progress").getByText("Done", { exact: true }).waitFor({ timeout: patience })
    return await read(page, began)
  } finally {
    await close()
  }
}

/** Runs in the page, before its own scripts. */
function observe(): void {
  const tasks: { start: number; end: number }[] = []
  Object.assign(globalThis, { tasks })
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      tasks.push({ start: startTime, end: startTime + duration })
  }).observe({ type: "longtask", buffered: true })
}

/** A page that was loaded again counts from its first load: so all is told on the clock. */
async function read(page: Page, began: number): Promise<Timing> {
  const { origin, marks, tasks } = await page.evaluate(() => ({
    origin: performance.timeOrigin,
    marks: performance.getEntriesByType("mark").map(({ name, startTime }) => ({ name, startTime })),
    tasks: (globalThis as unknown as { tasks: { start: number; end: number }[] }).tasks,
  }))
  const first = marks.find(({ name }) => name === "first map")
  if (first === undefined) throw new Error("the page has set no mark at its first map")
  const longest = (some: typeof tasks) => Math.max(0, ...some.map(({ start, end }) => end - start))
  return {
    marks: Object.fromEntries(marks.map(({ name, startTime }) => [name, origin + startTime - began])),
    longest: {
      cold: longest(tasks.filter(({ start }) => start < first.startTime)),
      warm: longest(tasks.filter(({ start }) => start >= first.startTime)),
    },
  }
}

function rows(timings: readonly Timing[]) {
  const row = (what: string, of: (timing: Timing) => number) => {
    const times = timings.map(of).map(Math.round)
    return { what, median: median(times), least: Math.min(...times), most: Math.max(...times) }
  }
  return [
    ...Object.keys(timings[0].marks).map((mark) => row(mark, ({ marks }) => marks[mark])),
    row("longest task before the first map", ({ longest }) => longest.cold),
    row("longest task from then on", ({ longest }) => longest.warm),
  ]
}
