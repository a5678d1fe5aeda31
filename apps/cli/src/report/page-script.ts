/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** The values of all inputs, as the page holds them. */
export interface InputsData {
  readonly inputs: readonly string[]
  readonly classes: readonly string[]
  readonly methods: readonly string[]
  readonly metrics: readonly string[]
  /** By metric, method and input; `null` for a missing one. */
  readonly values: readonly (readonly (readonly (number | null)[])[])[]
}

/**
 * The program of the page: its text is put into the report, so that it uses nothing from outside. It sorts the tables, and
 * shows the inputs by pages.
 */
export function setUpPage(): void {
  const compare = (a: string | number | null, b: string | number | null) => {
    // Missing values come last in both directions.
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b))
  }
  const directed = (ascending: boolean, a: string | number | null, b: string | number | null) =>
    a === null || b === null || ascending ? compare(a, b) : compare(b, a)
  const valueOf = (cell: Element) => {
    const value = cell.getAttribute("data-value")
    if (value === "") return null
    return value === null ? cell.textContent : Number(value)
  }
  // The next direction of a column, which the others lose.
  const turn = (header: Element) => {
    const ascending = header.getAttribute("aria-sort") === "descending"
    for (const other of header.parentElement!.children)
      if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none")
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending")
    return ascending
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.querySelector("tbody")!
    for (const [column, header] of [...table.querySelectorAll("thead th")].entries())
      header.querySelector("button")?.addEventListener("click", () => {
        const ascending = turn(header)
        const rows = [...body.children].sort((a, b) =>
          directed(ascending, valueOf(a.children[column]), valueOf(b.children[column])),
        )
        body.append(...rows)
      })
  }

  const pageSize = 50
  const data = JSON.parse(document.getElementById("inputs-data")!.textContent!) as InputsData
  const metric = document.getElementById("inputs-metric") as HTMLSelectElement
  const filter = document.getElementById("inputs-filter") as HTMLInputElement
  const [back, forward] = ["inputs-back", "inputs-forward"].map(
    (id) => document.getElementById(id) as HTMLButtonElement,
  )
  const place = document.getElementById("inputs-place")!
  const table = document.getElementById("inputs-table")!
  const headers = [...table.querySelectorAll("thead th")]
  const body = table.querySelector("tbody")!
  let page = 0
  let column = -1
  let ascending = false
  const cell = (text: string) => {
    const made = document.createElement("td")
    made.textContent = text
    return made
  }
  const draw = () => {
    const values = data.values[metric.selectedIndex]
    const at = (input: number, place: number) =>
      place === 0 ? data.inputs[input] : place === 1 ? data.classes[input] : values[place - 2][input]
    const wanted = filter.value.toLowerCase()
    const found = [...data.inputs.keys()].filter(
      (input) =>
        wanted === "" ||
        data.inputs[input].toLowerCase().includes(wanted) ||
        data.classes[input].toLowerCase().includes(wanted),
    )
    if (column >= 0) found.sort((a, b) => directed(ascending, at(a, column), at(b, column)))
    page = Math.max(0, Math.min(page, Math.ceil(found.length / pageSize) - 1))
    const first = page * pageSize
    const rows = found.slice(first, first + pageSize).map((input) => {
      const row = document.createElement("tr")
      row.append(cell(data.inputs[input]), cell(data.classes[input]))
      for (const one of values) row.append(cell(one[input] === null ? "–" : one[input]!.toFixed(3)))
      return row
    })
    body.replaceChildren(...rows)
    back.disabled = page === 0
    forward.disabled = first + pageSize >= found.length
    place.textContent =
      found.length === 0
        ? "none found"
        : `${first + 1} to ${first + rows.length} of ${found.length.toLocaleString("en-US")}`
  }
  for (const [index, header] of headers.entries())
    header.querySelector("button")!.addEventListener("click", () => {
      ascending = turn(header)
      column = index
      page = 0
      draw()
    })
  const move = (pages: number) => () => {
    page += pages
    draw()
  }
  back.addEventListener("click", move(-1))
  forward.addEventListener("click", move(1))
  metric.addEventListener("change", move(0))
  filter.addEventListener("input", () => {
    page = 0
    draw()
  })
  document.getElementById("inputs")!.hidden = false
  draw()
}
