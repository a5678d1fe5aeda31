/**
 * Makes a queue: what is given to it starts when all that was given before has ended, well or not. For what a runtime
 * has only one of in a process: a device that is being started, a session that takes one run at a time.
 */
export function queue(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}
