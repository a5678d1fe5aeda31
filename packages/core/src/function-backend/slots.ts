/** Makes a gate that lets `count` tasks run at once; the others wait, first come, first served. */
export function slots(count: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let free = count
  return async (task) => {
    if (free > 0) free--
    else await new Promise<void>((start) => waiting.push(start))
    try {
      return await task()
    } finally {
      // The slot is handed over, so that nobody who comes now overtakes.
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
