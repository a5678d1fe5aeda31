import { expect, test } from "vitest"
import { tableOf } from "../../test/table-of.ts"
import { decodeTable } from "../index.ts"
import type { DecodeTableOptions } from "../index.ts"

const codes = ({ findings }: ReturnType<typeof tableOf>) => findings.map(({ code }) => code)

test.each([
  ["commas", "age,home\n44,OWN\n31,RENT\n"],
  ["semicolons", "age;home\r\n44;OWN\r\n31;RENT"],
  ["tabs", "age\thome\n44\tOWN\n31\tRENT\n"],
  ["a byte order mark", "\uFEFFage,home\n44,OWN\n\n31,RENT\n"],
  ["quotes", '"age","home"\n"44","OWN"\n31,"RENT"'],
  ["JSON rows", '[{ "age": 44, "home": "OWN" }, { "home": "RENT", "age": 31 }]'],
  ["JSON lines", '{"age": 44, "home": "OWN"}\n{"age": 31, "home": "RENT"}\n'],
])("a table with %s has names, numbers and categories", (_, text) => {
  const { columns, rows, findings } = tableOf(text)
  expect(columns).toEqual([
    { name: "age", kind: "number" },
    { name: "home", kind: "category", categories: ["OWN", "RENT"] },
  ])
  expect(rows).toEqual([
    [44, "OWN"],
    [31, "RENT"],
  ])
  expect(findings).toEqual([])
})

test("a quoted cell may hold separators, line ends and quotes", () => {
  expect(tableOf('job,age\n"clerk, ""senior""\nand more",44\n').rows[0][0]).toBe('clerk, "senior"\nand more')
})

test("UTF-16 with its mark is read, other bytes are refused", () => {
  const utf16 = Uint8Array.from([0xff, 0xfe, ..."age\n44".split("").flatMap((c) => [c.charCodeAt(0), 0])])
  expect(decodeTable(utf16).rows).toEqual([[44]])
  expect(() => decodeTable(Uint8Array.of(0x61, 0xe4, 0x0a))).toThrow(/not text in UTF-8/)
  expect(() => decodeTable(Uint8Array.of(0x50, 0x4b, 0, 3))).toThrow(/NUL characters/)
})

test("missing values are empty cells and the usual spellings", () => {
  expect(tableOf("a,b\n1,\nNA,x\nNaN,N/A\n").rows).toEqual([
    [1, null],
    [null, "x"],
    [null, null],
  ])
  expect(tableOf('[{ "a": 1, "b": null }, { "b": true }]').rows).toEqual([
    [1, null],
    [null, 1],
  ])
})

test("decimal commas are read where no comma can separate thousands, with a finding", () => {
  const sure = tableOf("rate;sum\n3,5;1,250\n12,25;2,125\n")
  expect(sure.rows).toEqual([
    [3.5, 1.25],
    [12.25, 2.125],
  ])
  expect(codes(sure)).toEqual(["DECIMAL_COMMA"])
  // A thousand, or one and a quarter?
  const unsure = tableOf("sum;age\n1,250;3\n2,125;4\n")
  expect(unsure.columns.map(({ kind }) => kind)).toEqual(["category", "number"])
  expect(codes(unsure)).toEqual([])
  expect(tableOf("rate;note\n3,5;a\n3.5;b\n").columns[0].kind).toBe("category")
})

test("a table without a header is numbered, with a finding; a header is recognised above numbers", () => {
  const without = tableOf("44,3\n31,5\n")
  expect(without.named).toBe(false)
  expect(without.columns.map(({ name }) => name)).toEqual(["column 1", "column 2"])
  expect(codes(without)).toEqual(["HEADER_MISSING"])
  expect(tableOf("Anna,44\nBob,31\n").rows).toHaveLength(2)
  expect(tableOf("name,2019\nAnna,1\n", { header: true }).columns[1].name).toBe("2019")
  // Years name columns, if another column has text above numbers.
  expect(tableOf("town,2019,age\n1,2,3\n").rows).toEqual([[1, 2, 3]])
  expect(tableOf(",age\n0,44\n1,31\n").columns.map(({ name }) => name)).toEqual(["column 1", "age"])
})

const refusals: readonly (readonly [string, string, string, RegExp, DecodeTableOptions?])[] = [
  ["a ragged row", "a,b\n1,2\n3\n", "ROW_RAGGED", /row 2 of the table has 1 cells; the header has 2/],
  ["an open quote", 'a,b\n1,2\n"3,4\n5,6\n', "ROW_RAGGED", /row 2 .*quote in it may not be closed/],
  ["nothing", "  \n", "TABLE_EMPTY", /is empty/],
  ["a header alone", "a,b\n", "TABLE_EMPTY", /column names but no rows/],
  ["a name twice", "a,a\n1,2\n3,4", "TABLE_INVALID", /two columns with the name "a"/, { header: true }],
  ["a nested value", '[{ "a": [1] }]', "TABLE_INVALID", /a list in row 1, column a/],
  ["truncated JSON", '[{ "a": 1 }', "TABLE_INVALID", /cannot be read as JSON/],
  ["rows of two kinds", '[{ "a": 1 }, [2]]', "TABLE_INVALID", /row 2 is not an object/],
  ["a number too large", '[{ "a": 1e999 }]', "TABLE_INVALID", /beyond 64 bits in row 1, column a/],
  ["an empty list", "[]", "TABLE_EMPTY", /no rows/],
]
for (const [name, text, code, message, options] of refusals)
  test(`${name} is refused`, () => {
    expect(() => tableOf(text, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

test("bytes, rows, columns and cells are bounded", () => {
  const refused = (options: object) => () => tableOf("a,b\n1,2\n3,4\n5,6\n", options)
  for (const options of [{ maxBytes: 5 }, { maxRows: 2 }, { maxColumns: 1 }, { maxCells: 5 }])
    expect(refused(options)).toThrow(expect.objectContaining({ code: "TABLE_TOO_LARGE" }))
  expect(() => tableOf('[{ "a": 1 }, { "b": 2 }]', { maxColumns: 1 })).toThrow(/2 columns; up to 1/)
})

test("keys of JSON rows are names, whatever they are", () => {
  const { columns, rows } = tableOf('[{ "__proto__": 1, "constructor": 2 }]')
  expect(columns.map(({ name }) => name)).toEqual(["__proto__", "constructor"])
  expect(rows).toEqual([[1, 2]])
})
