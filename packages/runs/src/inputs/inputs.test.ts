import { execFileSync } from "node:child_process"
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { isItem, pairs } from "@pami/datasets"
import { expect, test } from "vitest"
import { freshFolder } from "../../test/folders.ts"
import { dataSetInputs, fileInputs, tableInputs } from "../index.ts"
import type { InputList } from "../index.ts"

function write(files: Readonly<Record<string, string>>): string {
  const folder = join(freshFolder(), "photos")
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

async function textOf(inputs: InputList, id: string): Promise<string> {
  for await (const input of inputs.inputs([id]))
    return new TextDecoder().decode((await input.open()) as Uint8Array)
  return ""
}

test("a folder has the files of its subfolders under its own name, without hidden ones and links to folders", async () => {
  const folder = write({
    "b.png": "b",
    "a/1.png": "1",
    "a-b.png": "2",
    ".hidden.png": "",
    ".git/x.png": "",
    "notes.txt": "",
  })
  symlinkSync(join(folder, "b.png"), join(folder, "link.png"))
  symlinkSync(folder, join(folder, "loop"))
  const inputs = await fileInputs([`${folder}/`], { accepts: (path) => path.endsWith(".png") })
  expect([...inputs.ids()]).toEqual(["photos/a-b.png", "photos/a/1.png", "photos/b.png", "photos/link.png"])
  expect(await textOf(inputs, "photos/link.png")).toBe("b")
})

test("files and patterns are called as they are named; a file that is named twice is one input", async () => {
  const folder = write({ "a.png": "a", "b[1].png": "b", "c\nd.png": "c", "x/e.png": "e" })
  const inputs = await fileInputs([join(folder, "b[1].png"), `${folder}/*.png`, `${folder}/./a.png`])
  expect([...inputs.ids()].map((id) => id.slice(folder.length + 1))).toEqual([
    "b[1].png",
    "a.png",
    "c\nd.png",
  ])
  expect(await textOf(inputs, `${folder}/c\nd.png`)).toBe("c")
  const deep = await fileInputs([`${folder}/**/*.png`])
  expect([...deep.ids()].length).toBe(4)
})

test("two folders of one name, an empty folder, and a name that is nothing are refused", async () => {
  const [one, two] = [write({ "a.png": "1" }), write({ "a.png": "2" })]
  await expect(fileInputs([one, two])).rejects.toMatchObject({
    code: "INPUT_NAMED_TWICE",
    message: expect.stringContaining('"photos/a.png"'),
  })
  await expect(fileInputs([freshFolder()])).rejects.toMatchObject({ code: "INPUTS_EMPTY" })
  await expect(fileInputs([`${one}/*.gif`])).rejects.toMatchObject({ code: "INPUTS_EMPTY" })
  await expect(fileInputs([`${one}/none.png`])).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
})

test.skipIf(process.platform === "win32")(
  "a pipe is refused when it is read, and keeps nobody waiting",
  async () => {
    const pipe = join(freshFolder(), "pipe.png")
    execFileSync("mkfifo", [pipe])
    await expect(textOf(await fileInputs([pipe]), pipe)).rejects.toMatchObject({ code: "FILE_UNREADABLE" })
  },
)

test("rows of a list are texts, images with a question, or the error of the row", async () => {
  const folder = write({
    "list.csv": "id,image,question,note\nq1,a.png,What is it?,x\nq2,../b.png,Why?,y\nq3,a.png\n",
    "reviews.jsonl": '{"review":"Good.","stars":5}\n{"review":"Bad."}\n',
    "a.png": "image",
  })
  const list = dataSetInputs(pairs(join(folder, "list.csv")), { texts: ["question"] })
  const [first, second, third] = await openAll(list)
  expect(first).toEqual({ id: "q1", options: { question: "What is it?" }, content: "image" })
  expect([second, third]).toMatchObject([{ code: "PATH_OUTSIDE" }, { code: "ANNOTATION_INVALID" }])
  const reviews = pairs(join(folder, "reviews.jsonl"))
  expect(await openAll(dataSetInputs(reviews, { texts: ["review"] }))).toEqual([
    { id: "line 1", content: { review: "Good." } },
    { id: "line 2", content: { review: "Bad." } },
  ])
  expect(await openAll(dataSetInputs(reviews, { texts: ["stars"] }))).toMatchObject([
    { content: { stars: "5" } },
    { code: "INPUT_NOT_FOUND", message: expect.stringContaining("review") },
  ])
  for await (const entry of reviews.entries()) expect(isItem(entry)).toBe(true)
})

async function openAll(list: InputList): Promise<object[]> {
  const opened: object[] = []
  const ids: string[] = []
  for await (const id of list.ids()) ids.push(id)
  for await (const { id, options, open } of list.inputs(ids))
    opened.push(
      await open().then(
        (content) => ({
          id,
          ...(options && { options }),
          content: content instanceof Uint8Array ? new TextDecoder().decode(content) : content,
        }),
        ({ code, message }: { code: string; message: string }) => ({ code, message }),
      ),
    )
  return opened
}

test("the digest of a row is another for each row and each table", async () => {
  const digests = async (text: string) => {
    const folder = write({ "rows.csv": text })
    const found: (string | undefined)[] = []
    const rows = await tableInputs(join(folder, "rows.csv"))
    for await (const { digest, options } of rows.inputs(rows.ids())) found.push(`${options?.row} ${digest}`)
    return found
  }
  const before = await digests("age,income\n30,2000\n40,3000\n")
  expect(before).toEqual([expect.stringMatching(/^0 sha256:/), expect.stringMatching(/^1 sha256:/)])
  const after = await digests("age,income\n30,2000\n40,3001\n")
  expect(new Set([...before, ...after]).size).toBe(4)
  await expect(tableInputs("none.csv")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
})
