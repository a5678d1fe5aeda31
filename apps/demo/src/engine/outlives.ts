/** Whether work is still under way after a time, in ms. What it fails with is for those who wait for it. */
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
