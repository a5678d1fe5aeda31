import { expect, test } from "vitest"
import { findGroups } from "../index.ts"

const found = (names: string[], rows: number[][]) =>
  findGroups(names, rows).map(({ name, columns }) => `${name}: ${columns.join()}`)

test.each([
  "home_OWN home_RENT",
  "home=OWN home=RENT",
  "home: OWN|home: RENT",
  "home.OWN home.RENT",
  "home-OWN home-RENT",
  "home__OWN home__RENT",
])("%s is a group", (names) => {
  const list = names.split(names.includes("|") ? "|" : " ")
  expect(
    found(
      ["age", ...list],
      [
        [3, 1, 0],
        [4, 0, 1],
      ],
    ),
  ).toEqual(["home: 1,2"])
})

test("columns with two ones or none in a row, or with other values, are not a group", () => {
  const names = ["a_1", "a_2"]
  expect(
    found(names, [
      [1, 0],
      [1, 1],
    ]),
  ).toEqual([])
  expect(
    found(names, [
      [1, 0],
      [0, 0],
    ]),
  ).toEqual([])
  expect(found(names, [[0.5, 0.5]])).toEqual([])
  expect(found(["a_1"], [[1]])).toEqual([])
  expect(found(names, [])).toEqual([])
})

test("the prefix with the most columns wins, and values may hold separators", () => {
  const names = [
    "pub_rec-0",
    "pub_rec-1",
    "pub_rec_bankruptcies-0",
    "pub_rec_bankruptcies-2-or-more",
    "emp_10_years",
    "emp_1_year",
  ]
  expect(
    found(names, [
      [1, 0, 1, 0, 1, 0],
      [0, 1, 1, 0, 0, 1],
    ]),
  ).toEqual(["pub_rec: 0,1", "pub_rec_bankruptcies: 2,3", "emp: 4,5"])
})
