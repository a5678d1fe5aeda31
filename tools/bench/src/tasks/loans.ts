import { loan, loanAnswers, models } from "@pami/zoo"
import { amongStrongest } from "./task.ts"
import type { Task } from "./task.ts"

const { columns, onnx } = models.loans
const refused = loanAnswers.indexOf("refused")

// Other applications in the file, so that masked columns have the values that are usual there.
const others = Array.from({ length: 200 }, (_, index) => loan(970_000_000 + index).row)

/** A refused loan, the first row of a table: the columns that its reason looks at are right. */
export const loans: Task = {
  name: "loans",
  model: onnx.href,
  methods: ["pami", "occlusion", "rise"],
  example(seed) {
    const { row, reason, owner } = loan(seed)
    if (reason === null) return undefined
    const rows = [row, ...others].map((values) => Array.from(values, (value) => value.toFixed(1)).join())
    return {
      input: new TextEncoder().encode(`${[columns.join(), ...rows].join("\n")}\n`),
      options: { name: "rows.csv" },
      goals: [{ units: owner, find: amongStrongest(refused, 1) }],
    }
  },
}
