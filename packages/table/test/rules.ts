// Rules whose decisive feature is known: the exact Shapley values of the few features that a rule reads, over the same
// background as the explanation.
import { functionBackend } from "@pami/backend-kit/function-backend"
import { classProbability, explain } from "@pami/core"
import type { Explanation, Model } from "@pami/core"
import { random } from "@pami/core/tensor"
import { fitTable, tableInput, tableOfRows, tablePartitions } from "../src/index.ts"
import type { Background, FittedTable, TableInput } from "../src/index.ts"

/** A rule over the columns of a row. */
export interface Rule {
  readonly name: string
  /** Probability of approval. */
  readonly approve: (row: ArrayLike<number>) => number
  /** Features that the rule reads, each a list of columns. */
  readonly reads: readonly (readonly number[])[]
}

/** Columns of the tables of {@link drawRows}; `noise` columns follow, which no rule reads. */
export const names = [
  "income",
  "debt",
  "age",
  "savings",
  "late",
  "guarantor",
  "home=OWN",
  "home=RENT",
  "home=OTHER",
  "purpose=car",
  "purpose=house",
  "purpose=other",
  "purpose=study",
]

const columnOf = (name: string) => names.indexOf(name)
const [income, debt, age, savings, late, guarantor, own, rent] = names.map(columnOf)
const home = [6, 7, 8]
const purpose = [9, 10, 11, 12]

/** Groups of one-hot columns. */
export const groups = [
  { name: "home", columns: home },
  { name: "purpose", columns: purpose },
]

const yes = (condition: boolean) => (condition ? 0.95 : 0.05)

export const rules: readonly Rule[] = [
  {
    name: "income - debt > 20 and age >= 18",
    approve: (row) => yes(row[income] - row[debt] > 20 && row[age] >= 18),
    reads: [[income], [debt], [age]],
  },
  {
    name: "savings > 50 or guarantor",
    approve: (row) => yes(row[savings] > 50 || row[guarantor] === 1),
    reads: [[savings], [guarantor]],
  },
  {
    name: "three of income, savings, age, no late payments",
    approve: (row) =>
      yes(
        Number(row[income] > 40) +
          Number(row[savings] > 30) +
          Number(row[age] >= 25) +
          Number(row[late] < 2) >=
          3,
      ),
    reads: [[income], [savings], [age], [late]],
  },
  {
    name: "home owned, or rented with an income above 50",
    approve: (row) => yes(row[own] === 1 || (row[rent] === 1 && row[income] > 50)),
    reads: [home, [income]],
  },
  {
    name: "either late payments or a guarantor, not both",
    approve: (row) => yes(row[late] >= 2 !== (row[guarantor] === 1)),
    reads: [[late], [guarantor]],
  },
  {
    name: "a smooth sum of income, debt, savings and purpose",
    approve: (row) => {
      const sum =
        (row[income] - 45) / 20 - (row[debt] - 20) / 15 + (row[savings] - 30) / 30 + row[purpose[1]] * 2
      return 0.5 + 0.5 * (sum / (1 + Math.abs(sum)))
    },
    reads: [[income], [debt], [savings], purpose],
  },
  {
    name: "all of five conditions",
    approve: (row) =>
      yes(row[income] > 35 && row[age] >= 18 && row[late] < 3 && row[debt] < 40 && row[savings] > 5),
    reads: [[income], [age], [late], [debt], [savings]],
  },
  {
    name: "a tree of four levels",
    approve: (row) =>
      row[late] >= 2
        ? row[guarantor] === 1
          ? 0.7
          : 0.1
        : row[income] > 45
          ? row[debt] > 35
            ? 0.4
            : 0.95
          : row[purpose[1]] === 1
            ? row[savings] > 40
              ? 0.8
              : 0.2
            : 0.3,
    reads: [[late], [guarantor], [income], [debt], purpose, [savings]],
  },
]

/** Draws rows: numbers, the one-hot columns of two groups, and columns of noise. */
export function drawRows(count: number, noise: number, seed: number): number[][] {
  const next = random(seed)
  const oneHot = (members: number) => {
    const chosen = Math.floor(next() * members)
    return Array.from({ length: members }, (_, index) => Number(index === chosen))
  }
  return Array.from({ length: count }, () => [
    Math.round(15 + 70 * next()),
    Math.round(60 * next() * next()),
    Math.round(14 + 60 * next()),
    Math.round(100 * next() * next()),
    Math.floor(4 * next() * next()),
    Number(next() < 0.3),
    ...oneHot(3),
    ...oneHot(4),
    ...Array.from({ length: noise }, () => Math.round(100 * next())),
  ])
}

/** The decisive features of a row, or none if two are about as important. */
export function decisive(
  rule: Rule,
  row: readonly number[],
  backgrounds: readonly (readonly number[])[],
): { readonly target: 0 | 1; readonly features: readonly (readonly number[])[] } | undefined {
  const target = rule.approve(row) >= 0.5 ? 1 : 0
  const count = rule.reads.length
  const values = new Float64Array(count)
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  for (const background of backgrounds) {
    const score = (set: number) => {
      const mixed = [...background]
      for (const [feature, columns] of rule.reads.entries())
        if ((set >> feature) & 1) for (const column of columns) mixed[column] = row[column]
      const approval = rule.approve(mixed)
      return target === 1 ? approval : 1 - approval
    }
    for (let set = 0; set < 2 ** count; set++) {
      const size = set.toString(2).replaceAll("0", "").length
      for (let feature = 0; feature < count; feature++) {
        if ((set >> feature) & 1) continue
        const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count)
        values[feature] += (weight * (score(set | (1 << feature)) - score(set))) / backgrounds.length
      }
    }
  }
  const top = Math.max(...values)
  if (top < 0.1) return undefined
  const ties = [...values].map((value) => value > top - 1e-9)
  // Two features of about the same importance leave the answer open.
  if ([...values].some((value, feature) => !ties[feature] && value > 0.8 * top)) return undefined
  return { target, features: rule.reads.filter((_, feature) => ties[feature]) }
}

/** Returns the rule as a model, and rows that fit it. */
export async function fitRows(
  rule: Rule,
  rows: readonly (readonly number[])[],
  background: readonly (readonly number[])[],
): Promise<{ model: Model; fitted: FittedTable }> {
  const columns = rows[0].length
  const all = [
    ...names,
    ...Array.from({ length: columns - names.length }, (_, index) => `noise ${index + 1}`),
  ]
  const backend = functionBackend(
    ({ x: { data, shape } }) =>
      Array.from({ length: shape[0] }, (_, item) => {
        const approval = rule.approve(data.subarray(item * columns, (item + 1) * columns))
        return [1 - approval, approval]
      }),
    { inputs: [{ name: "x", dtype: "float32", shape: [null, columns] }] },
  )
  const model = await backend.load(rule.name)
  const fitted = fitTable(tableOfRows(rows, all), {
    tensors: model.inputs,
    columns: all,
    background: tableOfRows(background, all),
  })
  return { model, fitted }
}

/** Explains a row by the default partitions. */
export async function explainRow(
  model: Model,
  fitted: FittedTable,
  row: number,
  background: Background,
  passes?: number,
): Promise<{ explanation: Explanation; made: TableInput }> {
  const made = tableInput({ table: fitted, row, background })
  const explanation = await explain({
    model,
    input: made.input,
    target: classProbability({ activation: "none" }),
    partitioner: tablePartitions({ groups: fitted.groups, passes }),
  })
  return { explanation, made }
}
