import type { Page } from "playwright"

/** A long task of the main thread, in ms since navigation start; browsers tell those of 50 ms and more. */
export interface Task {
  readonly start: number
  readonly duration: number
}

/** Has the page note its long tasks, from its next load on. */
export async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: Task[] = []
    Object.assign(globalThis, { tasks })
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration })
    }).observe({ type: "longtask", buffered: true })
  })
}

/** The longest of some of the tasks so far, 0 where none was long, in ms. */
export async function longestTask(
  page: Page,
  some: (tasks: readonly Task[]) => readonly Task[],
): Promise<number> {
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: Task[] }).tasks)
  return Math.max(0, ...some(tasks).map(({ duration }) => duration))
}
