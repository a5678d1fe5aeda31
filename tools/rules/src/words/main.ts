// Lists the words not to use, with what to write instead:
//   npm run words                    the number of occurrences in each folder
//   npm run words -- FOLDER...       the occurrences in these folders, such as packages/core, docs or root
//   npm run words -- --lower         lowers the record to the numbers of today
import { parseArgs } from "node:util"
import { findWordsByFolder } from "./find-words.ts"
import { lowerRecord, readRecord } from "./record.ts"

const { values, positionals } = parseArgs({
  options: { lower: { type: "boolean", default: false } },
  allowPositionals: true,
})
const found = findWordsByFolder()
const counts = Object.fromEntries(Array.from(found, ([folder, { length }]) => [folder, length]))

if (values.lower) lowerRecord(counts)
else if (positionals.length === 0) {
  const record = readRecord()
  for (const [folder, count] of Object.entries(counts))
    console.log(`${folder}: ${count} of ${record[folder] ?? 0}`)
} else
  for (const folder of positionals)
    for (const { file, line, word } of found.get(folder.replace(/\/$/, "")) ?? [])
      console.log(`${file}:${line}  "${word.name}": ${word.instead}`)
