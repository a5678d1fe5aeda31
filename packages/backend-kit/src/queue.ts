/**
 * Creates a queue, which runs one task at a time, in order: each starts when the one before has settled, whether it
 * succeeded or failed. For a runtime that takes one call at a time.
 *
 * @example
 * ```ts
 * const inTurn = queue()
 * const outputs = await inTurn(() => session.run(feeds))
 * ```
 */
export function queue(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}
