/** Time of some work and processor time of the process, all threads. Other processes change the first and not the second. */
export class Cost {
  #milliseconds = 0
  #processor = 0

  /** Returns the result of the work, and adds its cost. */
  async of<Result>(work: () => Promise<Result>): Promise<Result> {
    const [started, { user, system }] = [performance.now(), process.cpuUsage()]
    try {
      return await work()
    } finally {
      const now = process.cpuUsage()
      this.#milliseconds += performance.now() - started
      this.#processor += (now.user + now.system - user - system) / 1000
    }
  }

  /** Returns both ratios to another cost. */
  over(other: Cost): string {
    const [time, processor] = [this.#milliseconds / other.#milliseconds, this.#processor / other.#processor]
    return `${time.toFixed(3)} in time, ${processor.toFixed(3)} in processor time`
  }

  /** Returns both in seconds. */
  format(): string {
    return `${(this.#milliseconds / 1000).toFixed(1)} s (processor ${(this.#processor / 1000).toFixed(1)} s)`
  }
}
