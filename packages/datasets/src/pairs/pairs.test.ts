import { join } from "node:path"
import { expect, test } from "vitest"
import { all, brief, writeFolder } from "../../test/files.ts"
import { isItem } from "../data-set.ts"
import { pairs } from "./pairs.ts"

test("a CSV file has texts with classes, and rows with another number of cells are errors", async () => {
  const folder = writeFolder({
    "reviews.csv": '\uFEFFreview,label\n"Good, really ""good"".",1\nBad\n"Two\nlines",positive\n',
  })
  const entries = await all(pairs(join(folder, "reviews.csv")).entries())
  expect(brief(entries)).toEqual(["line 2: 1 1", "line 3: ANNOTATION_INVALID", "line 5: positive undefined"])
  expect(entries[0]).toMatchObject({ texts: { review: 'Good, really "good".' } })
  expect(entries[1]).toMatchObject({ error: { place: "reviews.csv line 3" } })
  expect(entries[2]).toMatchObject({ texts: { review: "Two\nlines" } })
  await expect(entries.find(isItem)!.open()).rejects.toMatchObject({ code: "IMAGE_NOT_GIVEN" })
})

test("JSON lines have images with questions, by ids; a corrupt line is an error", async () => {
  const folder = writeFolder({
    "questions.jsonl": [
      '{"id": "q1", "image": "a.jpg", "question": "What is it?", "label": "cat", "none": null}',
      "",
      "{",
      "[1]",
      '{"id": "q1", "image": "a.jpg"}',
      '{"id": "q2", "image": "../a.jpg"}',
      '{"id": "q3", "image": "a.jpg", "answers": ["x"]}',
      '{"id": "q4", "image": "b.jpg"}',
    ].join("\n"),
    "a.jpg": "",
  })
  const data = pairs(join(folder, "questions.jsonl"))
  const entries = await all(data.entries())
  expect(brief(entries)).toEqual([
    "q1: cat undefined",
    "line 3: ANNOTATION_INVALID",
    "line 4: ANNOTATION_INVALID",
    "q1: ID_REPEATED",
    "q2: PATH_OUTSIDE",
    "q3: ANNOTATION_INVALID",
    "q4: FILE_NOT_FOUND",
  ])
  expect(entries[0]).toMatchObject({ texts: { question: "What is it?" } })
  expect(brief(await all(data.entries(["q4", "line 3"])))).toEqual([
    "q4: FILE_NOT_FOUND",
    "line 3: ANNOTATION_INVALID",
  ])
})

test("columns may have other names", async () => {
  const folder = writeFolder({ "t.csv": "file,class,text\na.jpg,3,hello\n", "a.jpg": "" })
  const [entry] = await all(pairs(join(folder, "t.csv"), { image: "file", label: "class" }).entries())
  expect(entry).toMatchObject({ labels: [{ name: "3", index: 3 }], texts: { text: "hello" } })
})

test("a line without an end is refused before it fills memory", async () => {
  const folder = writeFolder({ "t.jsonl": "x".repeat(2 ** 21), "t.csv": `a\n"${"x".repeat(2 ** 21)}` })
  for (const name of ["t.jsonl", "t.csv"])
    await expect(all(pairs(join(folder, name)).entries())).rejects.toMatchObject({ code: "DATA_SET_INVALID" })
  await expect(all(pairs(join(folder, "none.csv")).entries())).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  })
})
