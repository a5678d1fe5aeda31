// Changes the source of a package, one operator, condition or number at a time, runs the tests that reach it, and lists
// the changes that no test noticed:
//   npm run mutants                             core, recipe and figure
//   npm run mutants -- superpixels              another package
//   npm run mutants -- core --sample 60 --seed 2    60 lines chosen by a seed: minutes in place of an hour
//   npm run mutants -- figure --files "src/sheet/**" --concurrency 1
// The package's files change while this runs; they are restored at the end, also after Ctrl-C.
import { existsSync, globSync, readFileSync, rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { Stryker } from "@stryker-mutator/core"
import { excludedMutations, sampleLines } from "./sample-lines.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
/** Share of the changes that tests must notice, in per cent. */
const demanded = 85

const { values, positionals } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    files: { type: "string", default: "src/**" },
    concurrency: { type: "string" },
  },
  allowPositionals: true,
})

const names = positionals.length > 0 ? positionals : ["core", "recipe", "figure"]
for (const name of names) {
  const folder = `${root}packages/${name}`
  if (!existsSync(folder)) throw new Error(`packages/${name} does not exist`)
  process.chdir(folder)
  console.log(`\n${name}`)
  await mutate(name)
}

/** Mutates the package in the working directory, and fails the process if too many changes survive. */
async function mutate(name: string): Promise<void> {
  const files = globSync(`${values.files}/*.ts`).filter((file) => !file.endsWith(".test.ts"))
  if (files.length === 0) throw new Error(`packages/${name} has no source that matches ${values.files}`)
  const sources = files.map((file) => ({ file, text: readFileSync(file, "utf8") }))
  await new Stryker({
    mutate:
      values.sample === undefined
        ? files
        : await sampleLines(sources, Number(values.sample), Number(values.seed)),
    ...(values.concurrency === undefined ? {} : { concurrency: Number(values.concurrency) }),
    // In a copy, paths to the shared configuration and to other packages would break.
    inPlace: true,
    testRunner: "vitest",
    plugins: [import.meta.resolve("@stryker-mutator/vitest-runner")],
    coverageAnalysis: "perTest",
    // An endless loop is noticed after this and one and a half times the time of the tests.
    timeoutMS: 2000,
    // Tables computed at import run before a test begins: each would need every test again.
    ignoreStatic: true,
    mutator: { excludedMutations },
    disableTypeChecks: false,
    reporters: ["clear-text", "html"],
    clearTextReporter: { reportTests: false, allowEmojis: false },
    htmlReporter: { fileName: `${root}reports/mutants-${name}.html` },
    thresholds: { high: 95, low: demanded, break: demanded },
    tempDirName: ".stryker",
  }).runMutationTest()
  for (const file of globSync("stryker-setup-*.js")) rmSync(file)
}
