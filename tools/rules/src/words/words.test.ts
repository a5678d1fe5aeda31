import { expect, test } from "vitest"
import { findWordsByFolder } from "./find-words.ts"
import { readRecord } from "./record.ts"

const record = readRecord()
const today = findWordsByFolder()

test.each([...today])("%s uses no more of the words not to use than recorded", (folder, occurrences) => {
  const allowed = record[folder] ?? 0
  expect(
    occurrences.length,
    `\`npm run words -- ${folder}\` lists them with what to write instead; the record allows ${allowed}`,
  ).toBeLessThanOrEqual(allowed)
})

const lower = [...today].filter(([folder, { length }]) => length < (record[folder] ?? 0))
if (lower.length > 0)
  console.info(
    `Fewer than recorded in ${lower.map(([folder]) => folder).join(", ")}: \`npm run words -- --lower\``,
  )
