import { median, range, table } from "@pami/measure"
import type { Page } from "playwright"
import type { Site } from "../test/e2e/site.ts"
import type { NamedSite } from "./named-site.ts"
import { done } from "../test/e2e/steps.ts"
import { longestTask, watchTasks, type Task } from "./tasks.ts"

/** In ms: marks since navigation start, and the longest tasks of the main thread. */
interface Timing {
  readonly marks: Readonly<Record<string, number>>
  readonly before: number
  readonly explaining: number
}

/** Visits in new browser profiles, to each site in turn: when the first map is on screen, and how long the page is deaf. */
export async function coldVisits(sites: readonly NamedSite[], visits: number): Promise<void> {
  for (const [name, host] of [
    ["with headers that isolate the page", "isolated"],
    ["without", "plain"],
  ] as const) {
    const timings = sites.map((): Timing[] => [])
    for (let visit = 0; visit < visits; visit++)
      for (const [index, { site }] of sites.entries()) timings[index].push(await timed(site, site[host]))
    console.log(`\nCold visits to a host ${name} (ms; tasks under 50 ms are not reported, and count as 0)`)
    console.log(table(sites.flatMap((one, index) => rows(one.name, timings[index]))))
  }
}

async function timed(site: Site, address: string): Promise<Timing> {
  const { page, close } = await site.visit("about:blank")
  try {
    await watchTasks(page)
    const began = Date.now()
    await page.goto(address)
    await done(page)
    return await read(page, began)
  } finally {
    await close()
  }
}

/** Returns the timing since the first load, also of a page that reloads itself. */
async function read(page: Page, began: number): Promise<Timing> {
  const { origin, marks } = await page.evaluate(() => ({
    origin: performance.timeOrigin,
    marks: performance.getEntriesByType("mark").map(({ name, startTime }) => ({ name, startTime })),
  }))
  const sweep = marks.find(({ name }) => name === "prediction")!.startTime
  const within = (from: number, to: number) => (tasks: readonly Task[]) =>
    tasks.filter(({ start }) => start >= from && start < to)
  return {
    marks: Object.fromEntries(marks.map(({ name, startTime }) => [name, origin + startTime - began])),
    before: await longestTask(page, within(0, sweep)),
    explaining: await longestTask(page, within(sweep, Infinity)),
  }
}

function rows(site: string, timings: readonly Timing[]) {
  const row = (what: string, of: (timing: Timing) => number) => {
    const times = timings.map(of)
    return { site, what, median: Math.round(median(times)), range: range(times, 0) }
  }
  return [
    ...Object.keys(timings[0].marks).map((mark) => row(mark, ({ marks }) => marks[mark])),
    row("longest task before the sweep", ({ before }) => before),
    row("longest task while explaining", ({ explaining }) => explaining),
  ]
}
