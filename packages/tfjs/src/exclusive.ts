let last: Promise<unknown> = Promise.resolve()

/**
 * Runs tasks one after the other. Which device TensorFlow.js works on is one setting for the whole process, and
 * devices must not be started at the same time: whatever depends on either goes through here.
 */
export function exclusive<Result>(task: () => Promise<Result>): Promise<Result> {
  const result = last.then(task)
  last = result.catch(() => undefined)
  return result
}
