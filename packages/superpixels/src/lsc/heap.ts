/** A binary heap over the entries of an array of costs, cheapest on top. Costs change in place. */
export class MinHeap {
  readonly #costs: Float64Array
  readonly #entries: Int32Array
  /** Entries left. */
  size: number

  constructor(costs: Float64Array) {
    this.#costs = costs
    this.#entries = Int32Array.from(costs, (_, entry) => entry)
    this.size = costs.length
    for (let place = (this.size >> 1) - 1; place >= 0; place--) this.#sink(place)
  }

  /** The cheapest entry. */
  top(): number {
    return this.#entries[0]
  }

  /** Takes the cheapest entry away. */
  pop(): void {
    this.#entries[0] = this.#entries[--this.size]
    this.#sink(0)
  }

  /** Raises the cost of the cheapest entry. */
  raiseTop(cost: number): void {
    this.#costs[this.#entries[0]] = cost
    this.#sink(0)
  }

  #sink(place: number): void {
    const costs = this.#costs
    const entries = this.#entries
    const entry = entries[place]
    const cost = costs[entry]
    for (;;) {
      let child = 2 * place + 1
      if (child >= this.size) break
      if (child + 1 < this.size && costs[entries[child + 1]] < costs[entries[child]]) child++
      if (costs[entries[child]] >= cost) break
      entries[place] = entries[child]
      place = child
    }
    entries[place] = entry
  }
}
