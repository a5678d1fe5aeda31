import { expect, test } from "vitest"
import { shortLabel } from "../shown.ts"
import { findLabel } from "./find-label.ts"
import { parseLabels } from "./parse-labels.ts"

test("one label a line, with or without a last line end, from any system", async () => {
  expect(await parseLabels("cat\ndog\n")).toEqual(["cat", "dog"])
  expect(await parseLabels("\uFEFFcat\r\ndog")).toEqual(["cat", "dog"])
  expect(await parseLabels("cat\n\nowl")).toEqual(["cat", "", "owl"])
})

test("synset lines keep their words", async () => {
  expect(await parseLabels("n01440764 tench, Tinca tinca\nn01443537 goldfish")).toEqual([
    "tench, Tinca tinca",
    "goldfish",
  ])
})

test("JSON: list, object from index, ImageNet's class index, config.json", async () => {
  expect(await parseLabels('["cat", "dog"]')).toEqual(["cat", "dog"])
  expect(await parseLabels('{"1": "dog", "0": "cat"}')).toEqual(["cat", "dog"])
  expect(await parseLabels('{"0": ["n01440764", "tench"], "2": ["n01443537", "goldfish"]}')).toEqual([
    "tench",
    "",
    "goldfish",
  ])
  expect(await parseLabels('{"model_type": "vit", "id2label": {"0": "猫", "1": "dog"}}')).toEqual([
    "猫",
    "dog",
  ])
  expect(await parseLabels('{"label2id": {"cat": 0, "dog": 1}}')).toEqual(["cat", "dog"])
})

test.each(["", "\n\n", "[1", "{}", "[]", '{"cat": 0.5}', '{"cat": -1}', "[null]", '{"99999999999": "x"}'])(
  "%j holds no labels",
  async (text) => {
    await expect(parseLabels(text, "names.txt")).rejects.toThrow(
      expect.objectContaining({ code: "LABELS_INVALID", message: expect.stringContaining("names.txt") }),
    )
  },
)

const fur = ["cat", "dog", "owl"]

test.each([
  ["a.csv", "index,label\n0,cat\n1,dog\n2,owl\n"],
  ["a.csv", 'class_name;ClassId;count\r\n"owl";2;70\r\ncat;0;70\r\ndog;1;70\r\n'],
  ["a.csv", ",species\n0,cat\n1,dog\n2,owl"],
  ["a.csv", "label\ncat\ndog\nowl"],
  ["a.csv", "cat\ndog\nowl"],
  ["a.csv", "1,n02084071,dog\n0,n02121620,cat\n2,n01621127,owl"],
  ["a.tsv", "label\tdescription\tid\ncat\tpurrs\t0\ndog\tbarks\t1\nowl\thoots\t2"],
  ["names.txt", "id\tname\n1\tdog\n0\tcat\n2\towl"],
  ["names.txt", "\uFEFF0: cat\n1: dog\n2: owl\n"],
  ["names.txt", "0 cat\n1 dog\n2 owl\n"],
  ["names.txt", "0 cat\n2 owl\n1 dog"],
  ["names.txt", "2 owl\n0 cat\n1 dog"],
  ["a.csv", "cat,0\nowl,2\ndog,1"],
  ["names.txt", "0. cat\n1. dog\n2. owl"],
  ["names.txt", "0 - cat\n2 - owl\n1 - dog"],
  ["names.txt", "2,owl\n0,cat\n\n1,dog"],
  ["names.txt", "cat: 0\nowl: 2\ndog: 1"],
  ["data.yaml", "# a data set\ntrain: images\nnc: 3\nnames:\n  0: cat\n  1: dog\n  2: owl\n"],
  ["names.txt", "names: [cat, dog, 'owl']"],
  ["a.yml", "cat: 0\ndog: 1\nowl: 2"],
  ["names.txt", "{0: 'cat', 1: \"dog\", 2: 'owl'}"],
  ["a.json", '{"owl": 2, "dog": 1, "cat": 0}'],
  ["a.json", '{"id2label": null, "label2id": {"cat": 0, "dog": 1, "owl": 2}}'],
  [
    "metadata.json",
    '{"packageName": "@teachablemachine/image", "labels": ["cat", "dog", "owl"], "imageSize": 96}',
  ],
  ["signature.json", '{"doc_name": "pets", "classes": {"Label": ["cat", "dog", "owl"]}}'],
  ["a.json", '[{"id": 1, "name": "dog"}, {"id": 0, "name": "cat"}, {"id": 2, "name": "owl"}]'],
  [
    "a.json",
    '{"categories": [{"id": 2, "name": "owl"}, {"id": 0, "name": "cat"}, {"id": 1, "name": "dog"}]}',
  ],
  [
    "config.json",
    '{"pretrained_cfg": {"label_names": ["n1", "n2", "owl"], "label_descriptions": {"n1": "cat", "n2": "dog"}}}',
  ],
])("%s %j: the index that is written is obeyed", async (name, text) => {
  expect(await parseLabels(text, name)).toEqual(fur)
})

test("a label map of TensorFlow counts from 1, and may leave classes out", async () => {
  const map = `# people and things
    item {
      name: "/m/01g317"   # an identifier
      id: 1
      display_name: 'owl\\'s nest'
      keypoints { id: 7 label: "beak" }
    }
    item: { id: 3, name: "bicycle" }`
  expect(await parseLabels(map, "label_map.pbtxt")).toEqual(["", "owl's nest", "", "bicycle"])
  expect(await parseLabels(String.raw`item { id: 0 name: "caf\303\251, \x63af\xC3\xA9 \"x\"" }`)).toEqual([
    'café, café "x"',
  ])
  for (const broken of [
    String.raw`item { id: 0 name: "\303" }`,
    "item { id: 1",
    "item { id: 1 }",
    'item { id: -1 name: "a" }',
    "item { ` }",
  ])
    await expect(parseLabels(broken)).rejects.toThrow(expect.objectContaining({ code: "LABELS_INVALID" }))
})

test("quoted cells hold separators, line ends and quotes", async () => {
  expect(await parseLabels('id,name\n0,"tench, Tinca tinca"\n1,"a ""great""\nwhite shark"', "a.csv")).toEqual(
    ["tench, Tinca tinca", 'a "great"\nwhite shark'],
  )
})

test("numbers that are the labels stay labels", async () => {
  const digits = ["9", "8", "7", "6"]
  expect(await parseLabels("9\n8\n7\n6")).toEqual(digits)
  expect(await parseLabels('["9", 8, "7", 6]')).toEqual(digits)
  expect(await parseLabels("0,9\n1,8\n2,7\n3,6", "a.csv")).toEqual(digits)
  expect(await parseLabels("label,index\n7,2\n8,1\n9,0\n6,3", "a.csv")).toEqual(digits)
  expect(await parseLabels('{"0": 0, "1": 1}')).toEqual(["0", "1"])
  expect(await parseLabels('{"id2label": {"0": "1", "1": "2", "2": 3}}')).toEqual(["1", "2", "3"])
  expect(await parseLabels("names:\n  0: 1\n  1: 2", "data.yaml")).toEqual(["1", "2"])
  expect(await parseLabels("4:3\n16:9\n1:1")).toEqual(["4:3", "16:9", "1:1"])
  expect(await parseLabels("1 euro\n2 euro\n1 cent")).toEqual(["1 euro", "2 euro", "1 cent"])
  expect(await parseLabels("101 dalmatians\n12 monkeys")).toEqual(["101 dalmatians", "12 monkeys"])
  expect(await parseLabels("7 up\ncola")).toEqual(["7 up", "cola"])
  expect(await parseLabels("1 cat\n2 dog")).toEqual(["", "cat", "dog"])
})

test.each([
  ["0: cat\n1: dog\n1: owl", "a.txt", /index 1 twice, in line 2 and line 3/],
  ["0 cat\n1 dog\n1 owl", "a.txt", /line 3 has 1 where 2/],
  ["0: cat\n1: dog\nowl", "a.txt", /not line 3/],
  ["-1: cat\n0: dog", "a.txt", /index -1 in line 1/],
  ["0: cat\n4000000000: dog", "a.txt", /index 4000000000 in line 2/],
  ["id,name\n0,cat\n0,dog", "a.csv", /twice, in line 2 and line 3/],
  ["id,name,kind\n0,cat,pet\n,dog,pet", "a.csv", /which holds the indices|\(nothing\)|line 3/],
  ["0,cat,pet\n1,dog,pet", "a.csv", /3 columns.*"index,label"/],
  ['id,name\n0,"cat', "a.csv", /without its pair, from line 2/],
  ["names:\n  0: cat\n  0: dog", "data.yaml", /duplicated/],
  ["cat,120\ndog,95", "a.csv", /which holds the indices is not clear/],
  ["names: &a [*a]", "data.yaml", /aliases/],
  ["pretrained_cfg: &p {pretrained_cfg: *p}", "data.yaml", /aliases/],
])("%j is refused, and what is wrong is named", async (text, name, message) => {
  await expect(parseLabels(text, name)).rejects.toThrow(
    expect.objectContaining({ code: "LABELS_INVALID", message: expect.stringMatching(message) }),
  )
})

test("encodings: UTF-8, UTF-16 with a mark; others are refused with the line", async () => {
  const utf16 = (text: string, little: boolean) => {
    const bytes = new Uint8Array(2 * text.length)
    for (let i = 0; i < text.length; i++)
      new DataView(bytes.buffer).setUint16(2 * i, text.charCodeAt(i), little)
    return bytes
  }
  const names = ["näher", "猫"]
  expect(await parseLabels(new TextEncoder().encode("\uFEFFnäher\n猫"))).toEqual(names)
  expect(await parseLabels(utf16("\uFEFFnäher\r\n猫", true))).toEqual(names)
  expect(await parseLabels(utf16("\uFEFFnäher\r\n猫", false).buffer)).toEqual(names)
  const latin1 = Uint8Array.from("cat\nn\xE4her\n", (letter) => letter.charCodeAt(0))
  const refused = async (content: Uint8Array, message: RegExp) =>
    await expect(parseLabels(content)).rejects.toThrow(
      expect.objectContaining({ code: "LABELS_INVALID", message: expect.stringMatching(message) }),
    )
  await refused(latin1, /0xE4 in line 2.*Save it as UTF-8/)
  await refused(utf16("cat\ndog", true), /NUL.*UTF-16/)
  await refused(Uint8Array.of(0xff, 0xfe, 0, 0, 99, 0, 0, 0), /UTF-32/)
  await refused(new Uint8Array(33 * 2 ** 20), /at most 33554432/)
  await expect(parseLabels(new Blob(["cat"]) as never)).rejects.toThrow(
    /a Blob, pass what its arrayBuffer\(\) returns/,
  )
})

test("files of spaces, of tabs and of many rows are read in linear time", async () => {
  const many = 200_000
  const [spaces, tabs] = [" ".repeat(many), "\t".repeat(many)]
  for (const text of [`item${spaces}b`, `a${tabs}b`, `1${tabs}b\u2028c`, `1:${spaces}b\u2028c`])
    expect((await parseLabels(text)).at(-1)).toContain("b")
  const count = 130_000
  const rows = Array.from({ length: count }, (_, index) => `${index},a`).join("\n")
  expect(await parseLabels(rows, "a.csv")).toHaveLength(count)
  await expect(parseLabels(`${rows}\nowl`)).rejects.toThrow(`not line ${count + 1}`)
})

test("lists in lists without end, and rows of many columns, are refused", async () => {
  const deep = (start: string, end: string) => `${start.repeat(1e5)}1${end.repeat(1e5)}`
  for (const [text, message] of [
    [deep("[", "]"), "has a list of 1 in entry 0, which is not text"],
    [deep('{"pretrained_cfg":', "}"), 'has the key "pretrained_cfg"'],
    [`a${",".repeat(1e5)}\nb`, "100001 columns; at most 64"],
  ])
    await expect(parseLabels(text, "a.csv")).rejects.toThrow(
      expect.objectContaining({ code: "LABELS_INVALID", message: expect.stringContaining(message) }),
    )
})

test("a long label is shortened where it is shown, and cannot steer a terminal", async () => {
  expect(shortLabel("\u001B[2J\u202Egod می\u200Cخواهم")).toBe("\\u001b[2J\\u202egod می\u200Cخواهم")
  expect(shortLabel("猫".repeat(20_000), 10)).toBe(`${"猫".repeat(9)}…`)
  expect(shortLabel("tench,\nTinca tinca")).toBe("tench, Tinca tinca")
})

const labels = [
  "tench, Tinca tinca",
  "tiger cat",
  "Tiger",
  "tabby, tabby cat",
  "Egyptian cat",
  "crane",
  "crane",
  "cat",
]
const failing = (message: RegExp) =>
  expect.objectContaining({ code: "LABEL_NOT_FOUND", message: expect.stringMatching(message) })

test("a label is found exactly, by case, underscores, synonym or start", async () => {
  expect(findLabel(labels, "cat")).toBe(7)
  expect(findLabel(labels, "tiger")).toBe(2)
  expect(findLabel(labels, "egyptian_cat")).toBe(4)
  expect(findLabel(labels, "tinca tinca")).toBe(0)
  expect(findLabel(labels, "Tabby Cat")).toBe(3)
  expect(findLabel(labels, "egy")).toBe(4)
})

test("what fits several is not chosen silently", async () => {
  expect(() => findLabel(labels, "crane")).toThrow(failing(/"crane" \(5\), "crane" \(6\)/))
  expect(() => findLabel(["catamaran", "Egyptian cat"], "cat")).toThrow(failing(/fits 2 labels/))
  expect(() => findLabel(labels, "t")).toThrow(failing(/fits 4 labels/))
})

test("a typing error gets suggestions", async () => {
  expect(() => findLabel(labels, "tabbi")).toThrow(failing(/Did you mean "tabby, tabby cat" \(3\)/))
  expect(() => findLabel(labels, "zebra crossing")).toThrow(
    failing(/none of the 8 labels is "zebra crossing"\. The index/),
  )
  expect(() => findLabel(labels, " ")).toThrow(failing(/empty/))
})
