/** Returns whether work is still under way after a time in ms. Errors are left to those who await the work. */
export function outlives(work: Promise<unknown>, time: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), time)
    const done = () => {
      clearTimeout(timer)
      resolve(false)
    }
    work.then(done, done)
  })
}
