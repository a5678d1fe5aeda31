let last: Promise<unknown> = Promise.resolve()

/**
 * Starts `task` when every earlier one has ended. The runtimes of a page do not bear company: two that start at the
 * same time fail, and so do two runs on a graphics card, whichever sessions they belong to.
 */
export function exclusively<Result>(task: () => Promise<Result>): Promise<Result> {
  const result = last.then(task)
  last = result.catch(() => {})
  return result
}
