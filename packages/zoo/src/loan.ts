import { random } from "@pami/core/tensor"

/** The columns of the table, in the order of the model's input. The last three are one choice: its purpose. */
export const loanColumns = [
  "income",
  "amount",
  "savings",
  "years_employed",
  "past_defaults",
  "age",
  "purpose=car",
  "purpose=house",
  "purpose=business",
] as const

/** Name of a column. */
export type LoanColumn = (typeof loanColumns)[number]

/** The answers, in the order of the classes of the model. */
export const loanAnswers = ["approved", "refused"] as const

const purposes = ["purpose=car", "purpose=house", "purpose=business"] as const
const at = (column: LoanColumn) => loanColumns.indexOf(column)

/** The rule: each reason to refuse, and the columns that it looks at. */
const rule = {
  "too much for the income": {
    columns: ["income", "amount"],
    holds: (row) => row[at("amount")] > 5 * row[at("income")],
  },
  "past defaults": {
    columns: ["past_defaults"],
    holds: (row) => row[at("past_defaults")] >= 2,
  },
  "employed too short a time": {
    columns: ["years_employed"],
    holds: (row) => row[at("years_employed")] < 2,
  },
  "a business without savings": {
    columns: ["savings", ...purposes],
    holds: (row) => row[at("purpose=business")] > 0.5 && row[at("savings")] < 20,
  },
} satisfies Record<string, { columns: LoanColumn[]; holds: (row: ArrayLike<number>) => boolean }>

/** A reason to refuse a loan. */
export type LoanReason = keyof typeof rule

/** The reasons to refuse a loan: if none holds for a row, the loan is approved. */
export const loanReasons = Object.keys(rule) as LoanReason[]

/** Options of an application. The seed decides everything else. */
export interface LoanOptions {
  /** The only reason that holds, or `null` for an approved loan. Default: any, or `null`, equally often. */
  readonly reason?: LoanReason | null
}

/** An application for a loan. */
export interface Loan {
  /** Values of `loanColumns`: money in thousands, times in years, choices as 0 or 1. */
  readonly row: Float32Array
  /** Index in `loanAnswers`, which is the class of the model. */
  readonly answer: number
  /** The only reason that holds, or `null` if the loan is approved. */
  readonly reason: LoanReason | null
  /** Whether each column decided the answer, as the reason looks at it: 0 or 1. All 0 if the loan is approved. */
  readonly owner: Uint8Array
}

/** Returns the reasons to refuse a row. None: it is approved. */
export function reasonsOf(row: ArrayLike<number>): LoanReason[] {
  return loanReasons.filter((reason) => rule[reason].holds(row))
}

/**
 * Returns the application of a seed, to which at most one reason applies, so that its columns alone decide the answer. The
 * same seed and options give the same row in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an unknown reason
 */
export function loan(seed: number, options: LoanOptions = {}): Loan {
  const next = random(seed)
  const any = [...loanReasons, null]
  const { reason = any[Math.floor(any.length * next())] } = options
  if (reason !== null && !loanReasons.includes(reason))
    throw new RangeError(`unknown reason "${reason}"; expected ${loanReasons.join(", ")}, or null`)
  for (;;) {
    const row = applicant(next)
    const reasons = reasonsOf(row)
    if (reasons.length > 1 || (reasons[0] ?? null) !== reason) continue
    const columns: readonly LoanColumn[] = reason === null ? [] : rule[reason].columns
    const owner = Uint8Array.from(loanColumns, (column) => (columns.includes(column) ? 1 : 0))
    return { row, answer: reason === null ? 0 : 1, reason, owner }
  }
}

/** Returns a random row, for which any number of reasons may hold. */
function applicant(next: () => number): Float32Array {
  const row = new Float32Array(loanColumns.length)
  const tenths = (low: number, high: number) => Math.round(10 * (low + (high - low) * next())) / 10
  row[at("income")] = tenths(15, 120)
  row[at("amount")] = tenths(5, 400)
  row[at("savings")] = tenths(0, 100)
  row[at("years_employed")] = tenths(0, 20)
  row[at("past_defaults")] = Math.floor(4 * next() * next())
  row[at("age")] = 18 + Math.floor(52 * next())
  row[at(purposes[Math.floor(3 * next())])] = 1
  return row
}
