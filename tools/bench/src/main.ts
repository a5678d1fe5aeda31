// Prints what is measured, side by side in one run. With your own model:
//   pnpm bench --model FILE --mean R,G,B --std R,G,B [--picture FILE] [--threads N] [--rounds N]
//     [--batches N,N]
import { bundleSize } from "./bundle.ts"
import { copying } from "./copying.ts"
import { memory } from "./memory.ts"
import { overhead } from "./overhead.ts"
import { subjectFrom } from "./subject.ts"
import { table } from "./table.ts"

const subject = subjectFrom(process.argv.slice(2))
console.log(`${subject.name}, ${subject.threads} threads\n`)

console.log("Explain against bare inference of the same batches (time of explain / time of bare)")
console.log(table(await overhead(subject)))

console.log("Peak memory of a process (resident set)")
console.log(table(await memory(process.argv.slice(2))))

console.log("Copying the rows of a circle, 81 runs in each of 3 planes (microseconds)")
console.log(table(copying()))

console.log("Bundle of @pami/core (everything, minified)")
console.log(table(await bundleSize()))
